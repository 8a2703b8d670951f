import { Response } from '@whatwg-node/server';
import type { MaybePromise } from '../engine/maybe-promise.ts';
import type { ApiPlugin, ServerContext } from './server-context.ts';

export interface Route {
  /** As the log names it, such as `/surveys/{slug}/results.csv`; a part in braces stands for one segment. */
  path: string;
  handle: (
    request: Request,
    context: ServerContext,
    parameters: Record<string, string>,
  ) => MaybePromise<Response>;
}

export interface MatchedRoute {
  route: Route;
  parameters: Record<string, string>;
}

export const graphqlPath = '/graphql';

/** Finds the route of a path by comparing segments; what stands for a segment in braces is one of letters, digits and `-._`. */
export function routeFinder(routes: readonly Route[]): (pathname: string) => MatchedRoute | undefined {
  const patterns = routes.map((route) => ({
    route,
    pattern: new RegExp(
      `^${route.path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[A-Za-z0-9._-]{1,100})')}$`,
    ),
  }));
  return (pathname) => {
    for (const { route, pattern } of patterns) {
      const match = pattern.exec(pathname);
      if (match !== null) return { route, parameters: { ...match.groups } };
    }
    return undefined;
  };
}

/** Answers everything but GraphQL: the routes, by GET and HEAD alone, and 404 for what is not a route. */
export function useRoutes(find: ReturnType<typeof routeFinder>): ApiPlugin {
  return {
    async onRequest({ request, url, serverContext, endResponse }) {
      if (url.pathname === graphqlPath) return;
      const matched = find(url.pathname);
      if (matched === undefined) {
        endResponse(jsonResponse(404, { error: 'There is nothing here. The API is at /graphql.' }));
      } else if (request.method !== 'GET' && request.method !== 'HEAD') {
        endResponse(jsonResponse(405, { error: 'Only GET is answered here.' }, { allow: 'GET, HEAD' }));
      } else {
        endResponse(await matched.route.handle(request, serverContext, matched.parameters));
      }
    },
  };
}

export const jsonResponse = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
