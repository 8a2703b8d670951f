import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { publicError } from '../graphql/errors.ts';
import type { GraphQLResponse } from './graphql-response.ts';

/** Where the causes of masked errors are logged, and the id by which operators find them. */
export interface Logging {
  log: Logger;
  requestId: string;
}

/** The response to an executed operation, with unexpected errors masked and logged. */
export const maskErrors = ({ data, errors }: ExecutionResult, logging: Logging): GraphQLResponse =>
  errors === undefined ? { data } : { data, errors: publicErrors(errors, logging) };

/** Runs one step of one operation; what it throws fails this operation only, and not the others of its batch. */
export function catchErrors<Result>(step: () => Result, logging: Logging): Result | GraphQLResponse {
  try {
    return step();
  } catch (thrown) {
    return toErrorResponse(thrown, logging);
  }
}

/** The response to an operation that failed by throwing. */
export function toErrorResponse(thrown: unknown, logging: Logging): GraphQLResponse {
  const error =
    thrown instanceof GraphQLError ? thrown : new GraphQLError('', { originalError: asError(thrown) });
  return { errors: publicErrors([error], logging) };
}

export const publicErrors = (errors: readonly GraphQLError[], { log, requestId }: Logging): GraphQLError[] =>
  errors.map((error) =>
    publicError(error, (cause) => log.error({ requestId, err: cause }, 'unexpected error')),
  );

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
