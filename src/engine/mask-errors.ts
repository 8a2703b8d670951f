import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { publicError } from '../graphql/errors.ts';
import type { Answer } from './graphql-response.ts';

/** Where what is hidden from callers is told, and by what the operators find it. */
export interface Logging {
  log: Logger;
  requestId: string;
}

/** A result whose errors may be shown. */
export const masked = ({ data, errors }: ExecutionResult, logging: Logging): Answer =>
  errors === undefined ? { data } : { data, errors: publicErrors(errors, logging) };

/** An operation that fails unexpectedly does not take the others of its batch with it. */
export function attempt<Result>(step: () => Result, logging: Logging): Result | Answer {
  try {
    return step();
  } catch (thrown) {
    return failed(thrown, logging);
  }
}

/** The answer to a request for which this was thrown. */
export function failed(thrown: unknown, logging: Logging): Answer {
  const error =
    thrown instanceof GraphQLError ? thrown : new GraphQLError('', { originalError: asError(thrown) });
  return { errors: publicErrors([error], logging) };
}

export const publicErrors = (errors: readonly GraphQLError[], { log, requestId }: Logging): GraphQLError[] =>
  errors.map((error) =>
    publicError(error, (cause) => log.error({ requestId, err: cause }, 'unexpected error')),
  );

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
