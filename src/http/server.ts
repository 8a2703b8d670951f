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
  /** The maximum number of open connections; 0 means no limit. */
  connectionLimit: number;
  /** Whether the server is shutting down. */
  isDraining: () => boolean;
}

/** Creates the HTTP server, which does not listen yet. */
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
      // Node's default is to check the timeouts every 30 s.
      connectionsCheckingInterval: 1_000,
      // Longer behind a proxy, which reuses its connections for many clients.
      keepAliveTimeout: trustedProxies === false ? 5_000 : 65_000,
      // Makes the parser join or reject repeated headers instead of dropping them.
      joinDuplicateHeaders: true,
    },
    (request, response) => {
      const started = performance.now();
      const requestId = newRequestId();
      const headers: Record<string, string> = { 'x-request-id': requestId };
      // Otherwise a client that keeps sending requests would keep its connection open
      // until the drain times out.
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
      if (!hasValidHost(request)) return sendError(response, headers, 400, 'The `Host` header is invalid.');
      api.handle(request, response, headers).catch((error: unknown) => {
        // The client has closed the connection; this is not an error of the server.
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
 * RFC 9112, 3.2: the response to a request with an invalid `Host` is 400. The value is not used otherwise.
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
