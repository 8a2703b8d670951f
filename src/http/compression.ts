import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';

/** Whether responses are compressed for clients that accept it. */
export type Compression = boolean;

/** A body that is smaller, in bytes, fits into one packet as it is. */
const smallestBody = 1_400;

export type ContentCoding = 'br' | 'gzip';

/** The supported codings, the one with the smaller result first. */
const codings: readonly ContentCoding[] = ['br', 'gzip'];

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Brotli's quality 4 takes less time than gzip's default, and the result is smaller (bench/compression.md). */
const compressors: Record<ContentCoding, (bytes: string | Buffer) => Promise<Buffer>> = {
  br: (bytes) => brotli(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes) => deflate(bytes),
};

/** The coding that an `Accept-Encoding` (RFC 9110, 12.5.3) prefers; undefined for none. */
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
 * The coding for a body of this length; undefined where bodies of this kind are never compressed, so that the response
 * does not vary by what the client accepts.
 */
export function codingFor(
  isCompressing: Compression,
  accepted: string | null | undefined,
  length: number,
): ContentCoding | 'identity' | undefined {
  return isCompressing && length >= smallestBody ? (acceptedCoding(accepted) ?? 'identity') : undefined;
}

export type CompressedForms = Partial<Record<ContentCoding, Promise<Buffer>>>;

/** Compresses a body off the event loop, and only once where the result can be stored in `forms`. */
export async function compress(
  bytes: string | Buffer,
  coding: ContentCoding,
  forms: CompressedForms = {},
): Promise<Buffer> {
  forms[coding] ??= compressors[coding](bytes);
  return forms[coding];
}

const forms = new WeakMap<object, CompressedForms>();

/** The compressed forms of a body that stays the same, by the object that holds it. */
export function compressedFormsOf(owner: object | undefined): CompressedForms | undefined {
  if (owner === undefined) return undefined;
  const known = forms.get(owner) ?? {};
  forms.set(owner, known);
  return known;
}
