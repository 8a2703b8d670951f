import { randomUUID } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Database } from '../db/client.ts';
import type { RequestContext } from '../engine/request-context.ts';
import type { ResponseHeaders } from '../engine/response-headers.ts';
import type { TrustedProxies } from '../guard/client-address.ts';
import { resultsOfSurveys } from '../result/survey-results.ts';
import { surveyBySlug } from '../survey/queries.ts';
import { resultsCsv } from '../vote/export-votes.ts';
import {
  type AuthenticateRequestOptions,
  authenticateRequest,
  type Identity,
} from './authenticate-request.ts';
import { codingFor, compress } from './compression.ts';
import { allowOrigin } from './cors.ts';
import type { GraphiqlPage } from './graphiql-page.ts';
import { handleOperations, type JsonPostOptions } from './json-post.ts';
import type { Logger } from './log.ts';

export interface ServerOptions extends JsonPostOptions {
  db: Database;
  endpoint: GraphiqlPage;
  identity: AuthenticateRequestOptions;
  log: Logger;
  corsOrigins: readonly string[];
  trustedProxies: TrustedProxies;
  /** Connections that are open at once; 0 means any number. */
  connectionLimit: number;
  /** Whether the server is on its way down. */
  isDraining: () => boolean;
  /** Whether requests can be answered now. */
  isReady: () => boolean;
  /** Milliseconds since 1970. */
  clock?: (() => number) | undefined;
}

/** The HTTP server, not yet listening. */
export function createServer(options: ServerOptions): Server {
  const server = createHttpServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      // Node looks for those that are late every half minute by itself.
      connectionsCheckingInterval: 1_000,
      // A proxy keeps its connections; whoever comes by himself shall not hold one for long.
      keepAliveTimeout: options.trustedProxies === false ? 5_000 : 65_000,
      // A header that is sent twice is refused or joined by the parser, never silently overwritten.
      joinDuplicateHeaders: true,
    },
    (request, response) => {
      const started = performance.now();
      const requestId = randomUUID();
      const { route, answer } = routeOf(pathOf(request));
      const headers: ResponseHeaders = { 'x-request-id': requestId };
      // Otherwise a client that keeps asking would keep its connection until the drain is cut short.
      if (options.isDraining()) headers.connection = 'close';
      response.on('close', () =>
        options.log.info({
          requestId,
          method: request.method,
          route,
          status: response.statusCode,
          milliseconds: Math.round((performance.now() - started) * 100) / 100,
          isAborted: !response.writableFinished,
        }),
      );
      const fail = (error: unknown) => {
        options.log.error({ requestId, err: error }, 'unexpected error');
        if (response.headersSent) response.destroy();
        else endJson(response, headers, 500, { error: 'Something went wrong here.', requestId });
      };
      try {
        if (route !== '/graphql' && request.method !== 'GET' && request.method !== 'HEAD') {
          headers.allow = 'GET, HEAD';
          return endJson(response, headers, 405, { error: 'Only GET is answered here.' });
        }
        answer(request, response, headers, options)?.catch(fail);
      } catch (error) {
        fail(error);
      }
    },
  );
  server.maxRequestsPerSocket = 1_000;
  if (options.connectionLimit > 0) server.maxConnections = options.connectionLimit;
  return server;
}

type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  headers: ResponseHeaders,
  options: ServerOptions,
) => void | Promise<void>;

const answers: readonly [path: string, answer: Answer][] = [
  ['/graphql', answerGraphql],
  ['/health/live', (_request, response, headers) => endJson(response, headers, 200, { status: 'live' })],
  [
    '/health/ready',
    (_request, response, headers, { isReady }) =>
      isReady()
        ? endJson(response, headers, 200, { status: 'ready' })
        : endJson(response, headers, 503, { status: 'not ready' }),
  ],
  [
    '/',
    (_request, response, headers) => {
      response.writeHead(307, { ...headers, location: '/graphql' }).end();
    },
  ],
];

/** What the log calls a path, and what answers it. */
interface Route {
  route: string;
  answer: Answer;
}

const routes: ReadonlyMap<string, Route> = new Map(
  answers.map(([route, answer]) => [route, { route, answer }]),
);

const resultsPath = /^\/surveys\/([a-z0-9-]{1,100})\/results\.csv$/;

/** The visible results of a survey as CSV, from the same code as the export on the command line. */
const answerResults: Answer = (request, response, headers, { db, clock }) => {
  const slug = resultsPath.exec(pathOf(request))?.[1] ?? '';
  const survey = surveyBySlug(db, slug, false);
  const now = clock?.() ?? Date.now();
  const results = survey && resultsOfSurveys(db, [survey], now).get(survey.id);
  if (results === undefined)
    return endJson(response, headers, 404, {
      error: 'There is no such survey, or its results are not public yet.',
    });
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/csv; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.end(resultsCsv(results));
};

const costModeOf = (header: string | string[] | undefined): RequestContext['costMode'] =>
  header === 'report' || header === 'validate' ? header : undefined;

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';

const answerUnknown: Answer = (_request, response, headers) =>
  endJson(response, headers, 404, { error: 'There is nothing here. The API is at /graphql.' });

const results: Route = { route: '/surveys/{slug}/results.csv', answer: answerResults };
const unknown: Route = { route: 'unknown', answer: answerUnknown };

const routeOf = (path: string): Route => routes.get(path) ?? (resultsPath.test(path) ? results : unknown);

function answerGraphql(
  request: IncomingMessage,
  response: ServerResponse,
  headers: ResponseHeaders,
  options: ServerOptions,
): void | Promise<void> {
  const isPreflight = allowOrigin(request, response, headers, options.corsOrigins);
  if (isPreflight) return;
  const now = options.clock?.() ?? Date.now();
  const answerTo = (identity: Identity): Promise<void> => {
    const context: RequestContext = {
      ...identity,
      requestId: headers['x-request-id'] ?? '',
      now,
      isGet: request.method === 'GET',
      isStream: false,
      costMode: costModeOf(request.headers['x-graphql-cost']),
      headers,
      log: options.log,
    };
    if (request.method === 'GET' && request.headers.accept?.includes('text/html')) {
      options.engine.reportBudget(context);
      return answerThroughYoga(request, response, headers, options);
    }
    return handleOperations(request, response, context, options);
  };
  const identity = authenticateRequest(request, now, options.identity);
  return identity instanceof Promise ? identity.then(answerTo) : answerTo(identity);
}

/** GraphiQL, through the Fetch API. */
async function answerThroughYoga(
  request: IncomingMessage,
  response: ServerResponse,
  headers: ResponseHeaders,
  { endpoint, isCompressing }: ServerOptions,
): Promise<void> {
  const aborted = new AbortController();
  response.on('close', () => aborted.abort());
  const answer = await endpoint.fetch(`http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`, {
    method: request.method ?? 'GET',
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    signal: aborted.signal,
  });
  const page = Buffer.from(await answer.arrayBuffer());
  const coding = isCompressing ? codingFor(request, headers, page.length) : undefined;
  const bytes = coding === undefined ? page : await compress(page, coding);
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    ...headers,
    'content-length': bytes.length,
    ...(coding !== undefined && { 'content-encoding': coding }),
  });
  response.end(bytes);
}

function endJson(response: ServerResponse, headers: ResponseHeaders, status: number, body: unknown): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
