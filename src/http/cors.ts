import type { IncomingMessage, ServerResponse } from 'node:http';
import { addVary, type ResponseHeaders } from '../engine/response-headers.ts';

/**
 * Lets pages of the listed origins read answers; no credentials are ever ambient, so none are allowed. Answers a preflight
 * itself and returns whether it did.
 */
export function allowOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  headers: ResponseHeaders,
  origins: readonly string[],
): boolean {
  const { origin } = request.headers;
  const isPreflight = request.method === 'OPTIONS';
  if (origins.length > 0) addVary(headers, 'origin');
  if (origin !== undefined && origins.includes(origin)) {
    headers['access-control-allow-origin'] = origin;
    headers['access-control-expose-headers'] = 'x-request-id';
    if (isPreflight) {
      headers['access-control-allow-methods'] = 'GET, POST';
      headers['access-control-allow-headers'] = 'authorization, content-type';
      headers['access-control-max-age'] = '600';
    }
  }
  if (isPreflight) response.writeHead(204, { ...headers, allow: 'GET, POST, OPTIONS' }).end();
  return isPreflight;
}
