import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Logger } from 'pino';
import type { TrustedProxies } from '../guard/client-address.ts';
import type { Api } from './api.ts';
import { newRequestId } from './caller.ts';
import { closeSlowReaders } from './slow-readers.ts';

export interface ServerOptions {
  api: Api;
  log: Logger;
  trustedProxies: TrustedProxies;
  /** Connections that are open at once; 0 for no limit. */
  connectionLimit: number;
  /** Whether the server is shutting down. */
  isDraining: () => boolean;
}

/** The HTTP server, not yet listening. */
export function createServer({
  api,
  log,
  trustedProxies,
  connectionLimit,
  isDraining,
}: ServerOptions): Server {
  const server = createHttpServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      // By default Node looks for late requests every 30 s.
      connectionsCheckingInterval: 1_000,
      // A proxy reuses its connections; a client of its own should not hold one for long.
      keepAliveTimeout: trustedProxies === false ? 5_000 : 65_000,
      // The parser joins or refuses headers that are sent twice, instead of overwriting them.
      joinDuplicateHeaders: true,
    },
    (request, response) => {
      const started = performance.now();
      const requestId = newRequestId();
      const headers: Record<string, string> = { 'x-request-id': requestId };
      // Without it, a client that keeps asking would keep its connection until the drain is cut short.
      if (isDraining()) headers.connection = 'close';
      response.on('close', () =>
        log.info({
          requestId,
          method: request.method,
          route: api.routeOf(pathOf(request)),
          status: response.statusCode,
          milliseconds: Math.round((performance.now() - started) * 100) / 100,
          isAborted: !response.writableFinished,
        }),
      );
      if (!hasValidHost(request)) return sendError(response, headers, 400, 'The `Host` header is not valid.');
      api.handle(request, response, headers).catch((error: unknown) => {
        // A response that its client no longer reads cannot be completed, and nothing is wrong here.
        if (response.destroyed) return;
        log.error({ requestId, err: error }, 'unexpected error');
        if (response.headersSent) response.destroy();
        else sendError(response, headers, 500, 'The server failed.');
      });
    },
  );
  server.maxRequestsPerSocket = 1_000;
  if (connectionLimit > 0) server.maxConnections = connectionLimit;
  closeSlowReaders(server, log);
  return server;
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';

/**
 * RFC 9112, 3.2: a request without a valid `Host` is answered with 400. The value itself
 * is not used for anything.
 */
const hasValidHost = ({ headers: { host } }: IncomingMessage): boolean =>
  host === undefined || /^[A-Za-z0-9.:[\]_~%-]*$/.test(host);

function sendError(
  response: ServerResponse,
  headers: Record<string, string>,
  status: number,
  error: string,
): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ error, requestId: headers['x-request-id'] }));
}
