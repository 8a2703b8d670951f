import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../engine/caller.ts';
import { responseBody, responseText } from '../engine/graphql-response.ts';
import { toErrorResponse } from '../engine/mask-errors.ts';
import { headersOfErrors, statusOf } from '../graphql/errors.ts';
import { rateLimitHeaders } from '../guard/rate-limit-headers.ts';
import { type CallerOptions, callerOf } from './caller.ts';
import { type Compression, codingFor, compress, compressedFormsOf } from './compression.ts';
import { type BodyResult, type ExecuteBodyOptions, executeBody, requestErrors } from './execute-body.ts';
import { isJson, isTooLong, parseJson, requestTooLarge } from './read-json.ts';

export interface GraphQLOptions extends ExecuteBodyOptions {
  caller: CallerOptions;
  /** The window of the budgets. */
  windowSeconds: number;
  /** The size limit of a body, in bytes; 0 means no limit. */
  bodyLimit: number;
  compression: Compression;
}

/** The media type of the response; undefined for headers that Yoga has to negotiate. */
function mediaTypeOf(accept: string | undefined): string | undefined {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 'application/json';
  return accept === 'application/graphql-response+json' ? accept : undefined;
}

/**
 * Whether `handleJsonPost` can handle the request without Yoga, whose adapter costs more than a typical
 * query: a JSON POST without a stream, CORS or content negotiation.
 */
export const isJsonPost = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  url === '/graphql' &&
  headers.origin === undefined &&
  isJson(headers['content-type'], headers['content-encoding']) &&
  mediaTypeOf(headers.accept) !== undefined;

/** Handles a request for which `isJsonPost` is true. `headers` are response headers, in lower case. */
export async function handleJsonPost(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
  options: GraphQLOptions,
): Promise<void> {
  const pending = callerOf(headOf(request, headers), options.caller);
  // `await` of a value that is not a promise would delay a small request noticeably.
  const caller = pending instanceof Promise ? await pending : pending;
  let result: BodyResult;
  try {
    const body = parseJson(await readBody(request, options.bodyLimit));
    const executed = executeBody(body, caller, options);
    result = executed instanceof Promise ? await executed : executed;
  } catch (thrown) {
    // There is no client to respond to.
    if (thrown === connectionClosed) return;
    result = { responses: [toErrorResponse(thrown, caller)], isBatch: false };
  }
  await send(request, response, headers, { result, caller, options });
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join() : header;

const headOf = ({ headers, socket }: IncomingMessage, responseHeaders: Record<string, string>) => ({
  authorization: headers.authorization,
  apiKey: single(headers['x-api-key']),
  forwardedFor: single(headers['x-forwarded-for']),
  address: socket.remoteAddress,
  requestId: responseHeaders['x-request-id'] ?? '',
  isReadOnly: false,
  acceptsStream: false,
  cost: single(headers['x-graphql-cost']),
});

function send(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
  { result, caller, options }: { result: BodyResult; caller: Caller; options: GraphQLOptions },
): void | Promise<void> {
  const mediaType = mediaTypeOf(request.headers.accept) ?? '';
  const errors = requestErrors(result);
  const status = errors === undefined ? 200 : statusOf(errors, result.isBatch ? '' : mediaType);
  const [first = {}] = result.responses;
  const body = result.isBatch ? `[${result.responses.map(responseText).join()}]` : responseBody(first);
  headers['content-type'] = `${mediaType}; charset=utf-8`;
  Object.assign(
    headers,
    rateLimitHeaders(options.engine.budgetOf(caller), options.windowSeconds, caller.now),
    errors && headersOfErrors(errors),
  );
  const write = (bytes: string | Buffer) => {
    headers['content-length'] = String(Buffer.byteLength(bytes));
    response.writeHead(status, headers).end(bytes);
  };
  const coding = codingFor(options.compression, single(request.headers['accept-encoding']), body.length);
  if (coding === undefined) return write(body);
  if (coding !== 'identity') headers['content-encoding'] = coding;
  headers.vary = 'accept-encoding';
  if (coding === 'identity') return write(body);
  return compress(body, coding, compressedFormsOf(result.isBatch ? undefined : first.cached)).then(write);
}

/** One shared instance, because a new one would capture a stack trace. */
const connectionClosed = new Error('The client closed the connection before the body was complete.');

/** Reads the body with events, which are faster than async iteration. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (isTooLong(Number(request.headers['content-length'] ?? 0), limit))
      return reject(requestTooLarge(limit));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (isTooLong(size, limit)) {
        request.pause();
        reject(requestTooLarge(limit));
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on('error', () => reject(connectionClosed));
    request.on('close', () => reject(connectionClosed));
  });
}
