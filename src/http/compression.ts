import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';

/** Whether responses are compressed for clients that accept it. */
export type Compression = boolean;

/** In bytes. A smaller body fits into one packet without compression. */
const smallestBody = 1_400;

export type ContentCoding = 'br' | 'gzip';

/** The supported codings, the best compression first. */
const codings: readonly ContentCoding[] = ['br', 'gzip'];

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Brotli at quality 4 is faster than gzip at its default, and compresses better (bench/compression.md). */
const compressors: Record<ContentCoding, (bytes: string | Buffer) => Promise<Buffer>> = {
  br: (bytes) => brotli(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes) => deflate(bytes),
};

/** The preferred coding of an `Accept-Encoding` header (RFC 9110, 12.5.3); undefined for none. */
export function acceptedCoding(header: string | null | undefined): ContentCoding | undefined {
  if (header == null) return undefined;
  const qualities = new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1;
      return [name, Number(quality)];
    }),
  );
  const qualityOf = (coding: ContentCoding) => qualities.get(coding) ?? qualities.get('*') ?? 0;
  const [best] = codings.toSorted((left, right) => qualityOf(right) - qualityOf(left));
  return best !== undefined && qualityOf(best) > 0 ? best : undefined;
}

/**
 * The coding for a body of this length; undefined if it is not compressed for any client, so that the
 * response does not vary by `Accept-Encoding`.
 */
export function codingFor(
  isCompressing: Compression,
  accepted: string | null | undefined,
  length: number,
): ContentCoding | 'identity' | undefined {
  return isCompressing && length >= smallestBody ? (acceptedCoding(accepted) ?? 'identity') : undefined;
}

export type CompressedForms = Partial<Record<ContentCoding, Promise<Buffer>>>;

/** Compresses a body in a thread, and stores the result in `forms` to do so only once. */
export async function compress(
  bytes: string | Buffer,
  coding: ContentCoding,
  forms: CompressedForms = {},
): Promise<Buffer> {
  forms[coding] ??= compressors[coding](bytes);
  return forms[coding];
}

const forms = new WeakMap<object, CompressedForms>();

/** The compressed forms of a body that does not change, by the object that contains it. */
export function compressedFormsOf(owner: object | undefined): CompressedForms | undefined {
  if (owner === undefined) return undefined;
  const known = forms.get(owner) ?? {};
  forms.set(owner, known);
  return known;
}
