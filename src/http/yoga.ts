import { GraphQLError } from 'graphql';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import { schema } from '../api/schema.ts';
import { publicError } from '../graphql/errors.ts';
import { callerOfRequest } from './caller.ts';
import { graphiqlOptions, renderGraphiql, useGraphiqlHeaders } from './graphiql.ts';
import type { GraphQLOptions } from './json-post.ts';
import { graphqlPath, type routeFinder, useRoutes } from './routes.ts';
import type { ServerContext } from './server-context.ts';
import { useEngine } from './use-engine.ts';
import { useCommonHeaders, useCompression, useEntityTags } from './use-response-headers.ts';

export type Yoga = YogaServerInstance<ServerContext, object>;

export interface YogaOptions extends GraphQLOptions {
  /** The allowed origins. */
  corsOrigins: readonly string[];
  findRoute: ReturnType<typeof routeFinder>;
}

/**
 * Yoga handles GET, streams, GraphiQL, CORS and content negotiation. The engine executes the operations.
 */
export const createYogaServer = (options: YogaOptions): Yoga =>
  createYoga<ServerContext, object>({
    schema,
    graphqlEndpoint: graphqlPath,
    graphiql: graphiqlOptions,
    renderGraphiQL: renderGraphiql,
    landingPage: false,
    // Disables Yoga's health check: it matches any URL that ends with this, and a URL has no spaces.
    healthCheckEndpoint: ' ',
    multipart: false,
    logging: false,
    // The engine and `readBytes` enforce these limits, with documented error codes.
    batching: { limit: Number.POSITIVE_INFINITY },
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    // A function, because with a list Yoga replies `null` to other origins, which
    // sandboxed frames have as origin.
    cors: (request) => corsOf(request, options.corsOrigins),
    maskedErrors: { maskError: (error) => maskParseError(error, options) },
    plugins: [
      useCallers(options),
      useRoutes(options.findRoute),
      useEngine(options),
      useCommonHeaders(options),
      useGraphiqlHeaders(),
      useEntityTags(options),
      useCompression(options),
    ],
  });

function corsOf({ headers }: Request, origins: readonly string[]) {
  const origin = headers.get('origin');
  if (origin === null || !origins.includes(origin)) return false;
  return {
    origin: [origin],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'x-graphql-cost'],
    exposedHeaders: [
      ...['ratelimit', 'ratelimit-policy', 'retry-after', 'etag', 'x-request-id'],
      ...['www-authenticate', 'content-disposition'],
    ],
    // Pages send keys and tokens themselves; there are no cookies.
    credentials: false,
    maxAge: 600,
  };
}

/** Authenticates the request before Yoga parses it. */
const useCallers = ({ caller }: GraphQLOptions) => ({
  async onRequest({
    request,
    url,
    serverContext,
  }: {
    request: Request;
    url: URL;
    serverContext: ServerContext;
  }) {
    if (url.pathname === graphqlPath && request.method !== 'OPTIONS') {
      serverContext.caller = await callerOfRequest(request, serverContext, caller);
    }
  },
});

/** Masks errors that Yoga throws while it parses a request. The engine does not throw. */
function maskParseError(error: unknown, { caller }: GraphQLOptions): Error {
  const asGraphQL =
    error instanceof GraphQLError
      ? error
      : new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
  return publicError(asGraphQL, (cause) => caller.log.error({ err: cause }, 'unexpected error'));
}
