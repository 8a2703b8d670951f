import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import { addVary, type ResponseHeaders } from '../engine/response-headers.ts';

/** A body that is small, in bytes, fits into one packet as it is. */
const smallest = 1_400;

export type ContentCoding = 'br' | 'gzip';

/** Those that are offered, the smaller result first. */
const codings: readonly ContentCoding[] = ['br', 'gzip'];

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Brotli's quality 4 takes less time than gzip's default, and the result is smaller (bench/compression.md). */
const compressors: Record<ContentCoding, (bytes: string | Buffer) => Promise<Buffer>> = {
  br: (bytes) => brotli(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes) => deflate(bytes),
};

/** The coding that an `Accept-Encoding` (RFC 9110, 12.5.3) likes best; undefined for none. */
export function acceptedCoding(header: string | undefined): ContentCoding | undefined {
  if (header === undefined) return undefined;
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

export type Compressed = Partial<Record<ContentCoding, Promise<Buffer>>>;

/** Compresses a body off the event loop, and once where the result can be `kept`. */
export async function compress(
  bytes: string | Buffer,
  coding: ContentCoding,
  kept: Compressed = {},
): Promise<Buffer> {
  kept[coding] ??= compressors[coding](bytes);
  return kept[coding];
}

/** The coding for a body of this length; says on the way that the answer depends on what is accepted. */
export function codingFor(
  request: IncomingMessage,
  headers: ResponseHeaders,
  length: number,
): ContentCoding | undefined {
  if (length < smallest) return undefined;
  addVary(headers, 'accept-encoding');
  const header = request.headers['accept-encoding'];
  return acceptedCoding(Array.isArray(header) ? header.join() : header);
}
