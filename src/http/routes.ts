import { Response } from '@whatwg-node/server';
import type { MaybePromise } from '../engine/maybe-promise.ts';
import type { ApiPlugin, ServerContext } from './server-context.ts';

export interface Route {
  /** A path such as `/surveys/{slug}/results.csv`, with parameters in braces. It is the name in the log. */
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

/** The path of the route that answers where no other does. */
export const anyPath = '*';

/** Finds the route of a path. Parameters match 1 to 100 letters, digits, `-`, `.` and `_`. */
export function routeFinder(routes: readonly Route[]): (pathname: string) => MatchedRoute | undefined {
  const last = routes.find(({ path }) => path === anyPath);
  const patterns = routes
    .filter(({ path }) => path !== anyPath)
    .map((route) => ({
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
    return last && { route: last, parameters: {} };
  };
}

/** Handles all paths except `/graphql`: routes accept GET and HEAD, and other paths are 404. */
export function useRoutes(find: ReturnType<typeof routeFinder>): ApiPlugin {
  return {
    async onRequest({ request, url, serverContext, endResponse }) {
      if (url.pathname === graphqlPath) return;
      const matched = find(url.pathname);
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      if (matched === undefined || (matched.route.path === anyPath && !isRead)) {
        endResponse(jsonResponse(404, { error: 'Not found. The API is at /graphql.' }));
      } else if (!isRead) {
        endResponse(jsonResponse(405, { error: 'Only GET is allowed here.' }, { allow: 'GET, HEAD' }));
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
