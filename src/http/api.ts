import type { IncomingMessage, ServerResponse } from 'node:http';
import { Response, sendNodeResponse } from '@whatwg-node/server';
import { newRequestId } from './caller.ts';
import { graphiqlAssetsRoute } from './graphiql-assets.ts';
import { healthRoutes } from './health-routes.ts';
import { type GraphQLOptions, handleJsonPost, isJsonPost } from './json-post.ts';
import { resultsCsvRoute } from './results-csv-route.ts';
import type { RouteResources } from './route-operation.ts';
import { graphqlPath, type Route, routeFinder } from './routes.ts';
import { createYogaServer } from './yoga.ts';

/** Makes further routes, such as pages, from what they need to execute operations. */
export type CreateRoutes = (resources: RouteResources) => Route[];

export interface ApiOptions extends GraphQLOptions {
  createRoutes?: CreateRoutes | undefined;
  corsOrigins: readonly string[];
  /** Whether requests can be answered now. */
  isReady: () => boolean;
}

/** The whole API as a handler of requests, for a server, a test, or a server of another kind. */
export interface Api {
  /** Answers a request in the form of the Fetch API; `address` is that of the client's network. */
  fetch: (request: Request, client?: { address?: string }) => Promise<Response>;
  /** Answers a request of node:http; `headers` are added to the response. */
  handle: (
    request: IncomingMessage,
    response: ServerResponse,
    headers: Record<string, string>,
  ) => Promise<void>;
  /** The path as the log names it: a route, `/graphql`, or `unknown`. */
  routeOf: (pathname: string) => string;
}

export function createApi(options: ApiOptions): Api {
  const routes: Route[] = [
    ...(options.createRoutes?.(options) ?? []),
    ...healthRoutes(options.isReady),
    resultsCsvRoute(options),
    graphiqlAssetsRoute,
    // Where there are no pages.
    { path: '/', handle: () => new Response(null, { status: 307, headers: { location: graphqlPath } }) },
  ];
  const findRoute = routeFinder(routes);
  const yoga = createYogaServer({ ...options, findRoute });
  return {
    fetch: async (request, { address } = {}) => yoga.fetch(request, { requestId: newRequestId(), address }),
    handle: async (request, response, headers) => {
      if (isJsonPost(request)) return handleJsonPost(request, response, headers, options);
      const context = { requestId: headers['x-request-id'] ?? '', address: request.socket.remoteAddress };
      const answer = await yoga.handleNodeRequestAndResponse(request, response, context);
      for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
      await sendNodeResponse(answer, response, request, true);
    },
    routeOf: (pathname) =>
      pathname === graphqlPath ? graphqlPath : (findRoute(pathname)?.route.path ?? 'unknown'),
  };
}
