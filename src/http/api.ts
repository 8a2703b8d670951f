import type { IncomingMessage, ServerResponse } from 'node:http';
import { Response, sendNodeResponse } from '@whatwg-node/server';
import { newRequestId } from './caller.ts';
import { graphiqlAssetsRoute } from './graphiql-assets.ts';
import { healthRoutes } from './health-routes.ts';
import { type GraphQLOptions, handleJsonPost, isJsonPost } from './json-post.ts';
import { resultsFileRoutes } from './results-file-routes.ts';
import type { RouteResources } from './route-operation.ts';
import { anyPath, graphqlPath, type Route, routeFinder } from './routes.ts';
import { schemaRoute } from './schema-route.ts';
import { createYogaServer } from './yoga.ts';

/** Creates further routes, such as pages. */
export type CreateRoutes = (resources: RouteResources) => Route[];

export interface ApiOptions extends GraphQLOptions, RouteResources {
  createRoutes?: CreateRoutes | undefined;
  corsOrigins: readonly string[];
  /** Whether anyone can introspect the schema, and so read it as SDL. */
  hasPublicSchema: boolean;
  /** The result of the readiness probe. */
  isReady: () => boolean;
}

/** The whole API as a request handler. */
export interface Api {
  /** Handles a request of the Fetch API; `address` is the client's IP address. */
  fetch: (request: Request, client?: { address?: string }) => Promise<Response>;
  /** Handles a request of node:http and adds `headers` to the response. */
  handle: (
    request: IncomingMessage,
    response: ServerResponse,
    headers: Record<string, string>,
  ) => Promise<void>;
  /** The name of a path in the log: a route, `/graphql`, or `unknown`. */
  routeOf: (pathname: string) => string;
}

export function createApi(options: ApiOptions): Api {
  const routes: Route[] = [
    ...(options.createRoutes?.(options) ?? []),
    ...healthRoutes(options.isReady),
    ...resultsFileRoutes(options),
    ...(options.hasPublicSchema ? [schemaRoute(options)] : []),
    graphiqlAssetsRoute,
    // Only used if no created route has this path.
    { path: '/', handle: () => new Response(null, { status: 307, headers: { location: graphqlPath } }) },
  ];
  const findRoute = routeFinder(routes);
  const yoga = createYogaServer({ ...options, findRoute });
  return {
    fetch: async (request, { address } = {}) => yoga.fetch(request, { requestId: newRequestId(), address }),
    handle: async (request, response, headers) => {
      if (isJsonPost(request)) return handleJsonPost(request, response, headers, options);
      const context = { requestId: headers['x-request-id'] ?? '', address: request.socket.remoteAddress };
      const result = await yoga.handleNodeRequestAndResponse(request, response, context);
      for (const [name, value] of Object.entries(headers)) result.headers.set(name, value);
      await sendNodeResponse(result, response, request, true);
    },
    routeOf: (pathname) => (pathname === graphqlPath ? graphqlPath : routeNameOf(findRoute(pathname)?.route)),
  };
}

const routeNameOf = (route: Route | undefined): string =>
  route === undefined || route.path === anyPath ? 'unknown' : route.path;
