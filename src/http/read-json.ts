import type { IncomingMessage } from 'node:http';
import { badRequest, failure } from '../graphql/errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a request's body as JSON, and stops reading at `limit` bytes.
 * Throws REQUEST_TOO_LARGE, or BAD_USER_INPUT for what is no UTF-8 or no JSON.
 */
export const readJson = (request: IncomingMessage, limit: number): Promise<unknown> =>
  readBytes(request, limit).then(jsonIn);

function jsonIn(bytes: Buffer): unknown {
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(400, 'The body is no JSON. Send an object such as {"query": "{ __typename }"}.');
  }
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw badRequest(400, 'The body is not UTF-8. JSON is sent as UTF-8.');
  }
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () =>
    failure(
      'REQUEST_TOO_LARGE',
      `The body is larger than ${limit} bytes. Send fewer or smaller operations; pass values as variables.`,
    );
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return reject(tooLarge());
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.pause();
        reject(tooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on('error', reject);
    request.on('close', () => {
      // Every request closes; an error for each would be made with its stack.
      if (request.readableEnded) return;
      reject(new Error('The client closed the connection before the body was complete.'));
    });
  });
}
