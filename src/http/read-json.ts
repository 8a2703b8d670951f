import { badRequest, failure } from '../graphql/errors.ts';

/** The connection cannot be reused, because the rest of the body is not read. */
const unreadBody = { connection: 'close' };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses a request body. Throws BAD_USER_INPUT if it is not UTF-8 or not JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(400, 'The body is not JSON. Send an object such as {"query": "{ __typename }"}.');
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw badRequest(400, 'The body is not UTF-8. JSON is sent as UTF-8.');
  }
}

/**
 * Whether the body is uncompressed JSON. Pages of other origins cannot send this content
 * type without a preflight.
 */
export const isJson = (
  contentType: string | null | undefined,
  contentEncoding: string | null | undefined,
): boolean =>
  contentEncoding == null &&
  (contentType === 'application/json' ||
    /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType ?? ''));

export const unsupportedMediaType = badRequest(
  415,
  'The body is not sent as JSON. Send it with `content-type: application/json`, uncompressed.',
  unreadBody,
);

/**
 * Reads a body up to `limit` bytes; 0 means no limit. Throws REQUEST_TOO_LARGE for a longer body, and
 * BAD_USER_INPUT if the client closes the connection early.
 */
export async function readBytes(
  body: AsyncIterable<Uint8Array> | null,
  contentLength: string | null,
  limit: number,
): Promise<Uint8Array> {
  if (isTooLong(Number(contentLength ?? 0), limit)) throw requestTooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (isTooLong(size, limit)) break;
      chunks.push(chunk);
    }
  } catch {
    throw incompleteBody;
  }
  if (isTooLong(size, limit)) throw requestTooLarge(limit);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

const incompleteBody = badRequest(400, 'The connection was closed before the body was complete.');

export const isTooLong = (size: number, limit: number): boolean => limit !== 0 && size > limit;

export const requestTooLarge = (limit: number) =>
  failure(
    'REQUEST_TOO_LARGE',
    `The body is larger than ${limit} bytes. Send fewer or smaller operations, and values as variables.`,
    {},
    { headers: unreadBody },
  );
