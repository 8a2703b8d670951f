import {
  type ExecutionResult,
  executeRootSelectionSet,
  GraphQLError,
  type ValidatedExecutionArgs,
  validateExecutionArgs,
} from 'graphql';
import { anonymous } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';
import type { Context } from '../graphql/context.ts';
import { badRequest, publicError } from '../graphql/errors.ts';
import { costRefusal } from '../guard/cost-refusal.ts';
import type { Logger } from './log.ts';
import { readParams } from './params.ts';
import { createPreparation, isRefused, type PreparedOperation } from './prepared-operation.ts';
import { schema } from './schema.ts';

/** What is known of an HTTP request before its operations are looked at. */
export interface RequestContext {
  requestId: string;
  /** Milliseconds since 1970, the same for everything that the request does. */
  now: number;
  isGet: boolean;
  /** What the client wants to know of the cost (`X-GraphQL-Cost`). */
  costMode: 'report' | 'validate' | undefined;
  log: Logger;
}

/** The result of one operation. `data` is absent when execution never began. */
export interface Answer {
  data?: unknown;
  errors?: readonly GraphQLError[] | undefined;
  extensions?: Record<string, unknown> | undefined;
}

export interface Engine {
  /** Answers the operations of one request, in their order, whatever door it came through; never throws. */
  answer: (operations: readonly unknown[], request: RequestContext) => Answer[] | Promise<Answer[]>;
}

export interface EngineOptions {
  db: Database;
  /** Points that one request may cost; 0 means any number. */
  costLimit: number;
}

/** An operation that may run, with its price in points. */
interface Admitted {
  prepared: PreparedOperation;
  execution: ValidatedExecutionArgs;
  points: number;
}

/**
 * Takes the operations of a request through one list of steps, the same for every door: check, prepare, price, execute, mask.
 * A batch is one request: it is priced as a whole before any of it runs.
 */
export function createEngine({ db, costLimit }: EngineOptions): Engine {
  const prepare = createPreparation(schema);

  const admit = (body: unknown, request: RequestContext): Admitted | Answer => {
    const params = readParams(body);
    if (params instanceof GraphQLError) return { errors: [params] };
    const prepared = prepare(params.query, params.operationName);
    if (isRefused(prepared)) return { errors: prepared };
    if (request.isGet && prepared.operation.operation !== 'query') return { errors: [onlyQueriesByGet] };
    const contextValue: Context = {
      db,
      now: request.now,
      viewer: anonymous,
      editor: { actor: '', now: request.now },
      seesDrafts: anonymous.scopes.has('drafts:read'),
      budget: () => undefined,
    };
    const execution = validateExecutionArgs({
      schema,
      document: prepared.document,
      operationName: params.operationName,
      variableValues: params.variables,
      contextValue,
      hideSuggestions: true,
    });
    if (!('schema' in execution)) return { errors: publicErrors(execution, request) };
    return { prepared, execution, points: prepared.cost.points(execution.variableValues.coerced) };
  };

  const run = ({ prepared, execution, points }: Admitted, request: RequestContext) => {
    if (request.costMode === 'validate')
      return { extensions: { cost: { requested: points, limit: costLimit || null } } };
    const result = executeRootSelectionSet(execution);
    const report = (settled: ExecutionResult): Answer => {
      const answer = masked(settled, request);
      if (request.costMode === undefined) return answer;
      const actual = prepared.cost.actual(execution.variableValues.coerced, settled.data);
      return { ...answer, extensions: { cost: { requested: points, actual, limit: costLimit || null } } };
    };
    return result instanceof Promise
      ? result.then(report).catch((thrown: unknown) => failed(thrown, request))
      : report(result);
  };

  const answer = (operations: readonly unknown[], request: RequestContext): Answer[] | Promise<Answer[]> => {
    const admitted = operations.map((body) => attempt(() => admit(body, request), request));
    const priced = admitted.filter(isAdmitted);
    const refusal = request.costMode === 'validate' ? undefined : costRefusal(priced.map(costOf), costLimit);
    if (refusal !== undefined) return operations.map(() => ({ errors: [refusal] }));
    const answers = admitted.map((one) =>
      isAdmitted(one) ? attempt(() => run(one, request), request) : one,
    );
    return answers.some((one) => one instanceof Promise) ? Promise.all(answers) : (answers as Answer[]);
  };
  return { answer };
}

const isAdmitted = (one: Admitted | Answer): one is Admitted => 'prepared' in one;

const costOf = ({ prepared, execution, points }: Admitted) => ({
  points,
  dearest: () => prepared.cost.explain(execution.variableValues.coerced, 3),
});

/** An operation that goes wrong in an unforeseen way does not take the others of its batch with it. */
function attempt<Result>(step: () => Result, request: RequestContext): Result | Answer {
  try {
    return step();
  } catch (thrown) {
    return failed(thrown, request);
  }
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
