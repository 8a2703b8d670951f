import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Lets pages of the listed origins read answers; no credentials are ever ambient, so none are allowed. Answers a preflight
 * itself and returns whether it did.
 */
export function allowOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  origins: readonly string[],
): boolean {
  const { origin } = request.headers;
  const isPreflight = request.method === 'OPTIONS';
  if (origins.length > 0) response.setHeader('vary', 'origin');
  if (origin !== undefined && origins.includes(origin)) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', 'x-request-id');
    if (isPreflight) {
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.setHeader('access-control-allow-headers', 'authorization, content-type');
      response.setHeader('access-control-max-age', '600');
    }
  }
  if (isPreflight) response.writeHead(204, { allow: 'GET, POST, OPTIONS' }).end();
  return isPreflight;
}
