import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { publicError } from '../graphql/errors.ts';
import type { GraphQLResponse } from './graphql-response.ts';

/** The log for the causes of masked errors, and the request id to find them by. */
export interface Logging {
  log: Logger;
  requestId: string;
}

/** The response to an executed operation, with unexpected errors masked and logged. */
export const maskErrors = ({ data, errors }: ExecutionResult, logging: Logging): GraphQLResponse =>
  errors === undefined ? { data } : { data, errors: publicErrors(errors, logging) };

/** Runs a step of one operation. An exception fails this operation, not the others of the batch. */
export function catchErrors<Result>(step: () => Result, logging: Logging): Result | GraphQLResponse {
  try {
    return step();
  } catch (thrown) {
    return toErrorResponse(thrown, logging);
  }
}

/** The response to an operation that threw. */
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
