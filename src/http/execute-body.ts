import type { GraphQLError } from 'graphql';
import type { Caller } from '../engine/caller.ts';
import type { Engine } from '../engine/engine.ts';
import type { GraphQLResponse, ResponseOrStream } from '../engine/graphql-response.ts';
import { andThen, type MaybePromise } from '../engine/maybe-promise.ts';
import { badRequest, failure } from '../graphql/errors.ts';

export interface ExecuteBodyOptions {
  engine: Engine;
  /** The maximum number of operations in one request; 0 means no limit. */
  batchLimit: number;
}

/** The responses to one HTTP request, which contains an operation or a batch. */
export interface BodyResult {
  responses: ResponseOrStream[];
  isBatch: boolean;
}

/** Executes a parsed body: an operation, or an array of operations with one response each. */
export function executeBody(
  body: unknown,
  caller: Caller,
  { engine, batchLimit }: ExecuteBodyOptions,
): MaybePromise<BodyResult> {
  if (!Array.isArray(body)) return andThen(engine.execute([body], caller), oneResult);
  if (body.length === 0) return { responses: [{ errors: [emptyBatch] }], isBatch: false };
  if (batchLimit !== 0 && body.length > batchLimit) {
    const errors = [tooManyOperations(body.length, batchLimit)];
    return { responses: body.map(() => ({ errors })), isBatch: true };
  }
  // A stream cannot be one of several responses.
  const responses = engine.execute(body, { ...caller, acceptsStream: false });
  return andThen(responses, (all) => ({ responses: all, isBatch: true }));
}

const oneResult = (responses: ResponseOrStream[]): BodyResult => ({ responses, isBatch: false });

/**
 * The errors that determine the HTTP status: those of an operation that was not executed, or the one that
 * refused the whole batch. Undefined if the status is 200.
 */
export function requestErrors({ responses, isBatch }: BodyResult): readonly GraphQLError[] | undefined {
  const [first, ...others] = responses;
  if (first === undefined || !isRequestError(first)) return undefined;
  if (!isBatch) return first.errors;
  const [error] = first.errors ?? [];
  return error !== undefined && others.every((other) => isRequestError(other) && other.errors?.[0] === error)
    ? [error]
    : undefined;
}

export const isRequestError = ({ data, errors }: GraphQLResponse): boolean =>
  errors !== undefined && data === undefined;

const emptyBatch = badRequest(400, 'The batch is empty. Send at least one operation.');

const tooManyOperations = (sent: number, limit: number): GraphQLError =>
  failure(
    'BATCH_LIMIT_EXCEEDED',
    `The batch has ${sent} operations; at most ${limit} are allowed. Send the rest in another request.`,
  );
