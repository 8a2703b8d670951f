import { type ExecutionResult, execute, GraphQLError } from 'graphql';
import type { Database } from '../db/client.ts';
import type { Context } from '../graphql/context.ts';
import { badRequest, publicError } from '../graphql/errors.ts';
import type { Logger } from './log.ts';
import { type Params, readParams } from './params.ts';
import { createPreparation, isRefused } from './prepared-operation.ts';
import { schema } from './schema.ts';

/** What is known of an HTTP request before its operations are looked at. */
export interface RequestContext {
  requestId: string;
  /** Milliseconds since 1970, the same for everything that the request does. */
  now: number;
  isGet: boolean;
  log: Logger;
}

/** The result of one operation. `data` is absent when execution never began. */
export interface Answer {
  data?: unknown;
  errors?: readonly GraphQLError[] | undefined;
  extensions?: Record<string, unknown> | undefined;
}

export interface Engine {
  /** Answers one operation, whatever door it came through; never throws. */
  answer: (body: unknown, request: RequestContext) => Answer | Promise<Answer>;
}

/** Takes operations through one list of steps, the same for every door: check, prepare, execute, mask. */
export function createEngine({ db }: { db: Database }): Engine {
  const prepare = createPreparation(schema);

  const run = (params: Params, request: RequestContext): ExecutionResult | Promise<ExecutionResult> => {
    const prepared = prepare(params.query, params.operationName);
    if (isRefused(prepared)) return { errors: prepared };
    if (request.isGet && prepared.operation.operation !== 'query') return { errors: [onlyQueriesByGet] };
    const contextValue: Context = { db, now: request.now, seesDrafts: false };
    return execute({
      schema,
      document: prepared.document,
      operationName: params.operationName,
      variableValues: params.variables,
      contextValue,
      hideSuggestions: true,
    });
  };

  return {
    answer: (body, request) => {
      try {
        const params = readParams(body);
        if (params instanceof GraphQLError) return { errors: [params] };
        const result = run(params, request);
        return result instanceof Promise
          ? result.then(
              (settled) => masked(settled, request),
              (thrown) => failed(thrown, request),
            )
          : masked(result, request);
      } catch (thrown) {
        return failed(thrown, request);
      }
    },
  };
}

const onlyQueriesByGet = badRequest(405, 'Only queries are answered by GET. Send the operation by POST.');

const masked = (result: ExecutionResult, request: RequestContext): Answer =>
  result.errors === undefined ? result : { ...result, errors: publicErrors(result.errors, request) };

/** The answer to a request for which this was thrown. */
export function failed(thrown: unknown, request: RequestContext): Answer {
  const error =
    thrown instanceof GraphQLError ? thrown : new GraphQLError('', { originalError: asError(thrown) });
  return { errors: publicErrors([error], request) };
}

const publicErrors = (errors: readonly GraphQLError[], { log, requestId }: RequestContext): GraphQLError[] =>
  errors.map((error) =>
    publicError(error, (cause) => log.error({ requestId, err: cause }, 'unexpected error')),
  );

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
