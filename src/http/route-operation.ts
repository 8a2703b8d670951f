import type { GraphQLResponse } from '../engine/graphql-response.ts';
import { responseText } from '../engine/graphql-response.ts';
import { headersOfErrors, statusOf } from '../graphql/errors.ts';
import { callerOfRequest } from './caller.ts';
import type { GraphQLOptions } from './json-post.ts';
import { jsonResponse } from './routes.ts';
import type { ServerContext } from './server-context.ts';

/** The options that routes need to execute operations, and to make links. */
export interface RouteResources extends Pick<GraphQLOptions, 'engine' | 'caller'> {
  /** The origin at which the public reaches the server. */
  publicUrl: () => string;
}

/** A query that a route executes. */
export interface RouteOperation {
  query: string;
  variables?: Readonly<Record<string, unknown>>;
}

/**
 * Executes a query for a route as the caller of the request, with the same charges, limits and cache as
 * GraphQL requests. The response gets the rate limit headers, and an ETag if it is the same for every caller.
 * `fail` creates the response to a request that failed as a whole; by default JSON.
 */
export async function executeForRoute(
  request: Request,
  context: ServerContext,
  operation: RouteOperation,
  { engine, caller }: RouteResources,
  fail: (status: number, message: string) => Response = (status, error) => jsonResponse(status, { error }),
): Promise<{ data: unknown } | { failure: Response }> {
  context.caller = { ...(await callerOfRequest(request, context, caller)), costMode: undefined };
  const [response = {}] = await engine.execute([operation], context.caller);
  context.result = { responses: [response], isBatch: false };
  const { errors } = response;
  if (errors === undefined) return { data: dataOf(response) };
  const failure = fail(statusOf(errors, ''), errors[0]?.message ?? '');
  for (const [name, value] of Object.entries(headersOfErrors(errors))) failure.headers.set(name, value);
  return { failure };
}

const cachedData = new WeakMap<object, unknown>();

/** The data as clients get it: dates are strings. Parses a cached response once. */
function dataOf(response: GraphQLResponse): unknown {
  const { cached } = response;
  const parse = () => JSON.parse(responseText(response)).data;
  if (cached === undefined) return parse();
  const data = cachedData.get(cached) ?? parse();
  cachedData.set(cached, data);
  return data;
}
