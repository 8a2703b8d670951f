import type { GraphQLError } from 'graphql';
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
  fail: Fail = failWithJson,
): Promise<{ data: unknown } | { failure: Response }> {
  context.caller = { ...(await callerOfRequest(request, context, caller)), costMode: undefined };
  const [response = {}] = await engine.execute([operation], context.caller);
  context.result = { responses: [response], isBatch: false };
  const { errors } = response;
  return errors === undefined ? { data: dataOf(response) } : { failure: failureOf(errors, fail) };
}

/**
 * Charges the caller of a request for work beside its operation, before the work. Returns the response to a
 * request that is refused. Call it after `executeForRoute`.
 */
export async function chargeForRoute(
  points: number,
  { caller }: ServerContext,
  { engine }: RouteResources,
): Promise<Response | undefined> {
  if (caller === undefined) throw new Error('`executeForRoute` must run before a charge.');
  const { errors } = (await engine.charge(points, caller)) ?? {};
  return errors && failureOf(errors, failWithJson);
}

/**
 * Charges the caller of a request for a route that executes no operation. Returns the response to a request
 * that is refused.
 */
export async function admitToRoute(
  request: Request,
  context: ServerContext,
  points: number,
  { engine, caller: options }: Pick<RouteResources, 'engine' | 'caller'>,
): Promise<Response | undefined> {
  const caller = await callerOfRequest(request, context, options);
  context.caller = caller;
  const { errors } = (await engine.charge(caller.refusal === undefined ? points : 1, caller)) ?? {};
  const refusal = errors ?? (caller.refusal && [caller.refusal]);
  return refusal && failureOf(refusal, failWithJson);
}

type Fail = (status: number, message: string) => Response;

const failWithJson: Fail = (status, error) => jsonResponse(status, { error });

function failureOf(errors: readonly GraphQLError[], fail: Fail): Response {
  const failure = fail(statusOf(errors, ''), errors[0]?.message ?? '');
  for (const [name, value] of Object.entries(headersOfErrors(errors))) failure.headers.set(name, value);
  return failure;
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
