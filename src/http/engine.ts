import {
  type ExecutionResult,
  executeRootSelectionSet,
  GraphQLError,
  type ValidatedExecutionArgs,
  validateExecutionArgs,
} from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';
import type { Context } from '../graphql/context.ts';
import { badRequest, publicError } from '../graphql/errors.ts';
import type { Budgets, Charge, Client } from '../guard/budget.ts';
import { costRefusal } from '../guard/cost-refusal.ts';
import { type DocumentLimits, measureVariables, type VariableLimits } from '../guard/document-limits.ts';
import { type PersistedOperations, resolvePersisted } from '../guard/persisted-operations.ts';
import { rateLimitHeaders } from '../guard/rate-limit-headers.ts';
import { scopeErrors } from '../guard/scopes.ts';
import type { Logger } from './log.ts';
import { type Params, readParams } from './params.ts';
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
  viewer: Viewer;
  /** Whose budget the request is charged to. */
  client: Client;
  /** Why nothing of the request is answered: its proof of identity is none. */
  refusal: GraphQLError | undefined;
  /** Sets a header of the response. */
  setHeader: (name: string, value: string) => void;
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
  /** Tells the client how its budget stands. */
  showBudget: (request: RequestContext, isRefused?: boolean) => void;
}

export interface EngineOptions {
  db: Database;
  budgets: Budgets;
  windowSeconds: number;
  /** Points that one request may cost; 0 means any number. */
  costLimit: number;
  /** The same for callers with a key or token. */
  costLimitKeyed: number;
  documentLimits: DocumentLimits;
  variableLimits: VariableLimits;
  persisted: PersistedOperations;
}

/** An operation that may run, with its price in points. */
interface Admitted {
  prepared: PreparedOperation;
  execution: ValidatedExecutionArgs;
  points: number;
}

/** Even what is refused cost something to look at. */
const leastPoints = 1;

/**
 * Takes the operations of a request through one list of steps, the same for every door: check, find, measure, prepare, allow, price,
 * charge, execute, mask, give back. A batch is one request: all of it is priced and charged before any of it runs.
 */
export function createEngine({
  db,
  budgets,
  windowSeconds,
  costLimit,
  costLimitKeyed,
  documentLimits,
  variableLimits,
  persisted,
}: EngineOptions): Engine {
  const prepare = createPreparation(schema, documentLimits);

  const contextOf = ({ now, viewer, client }: RequestContext): Context => ({
    db,
    now,
    viewer,
    editor: { actor: viewer.id, now },
    seesDrafts: viewer.scopes.has('drafts:read'),
    budget: () => budgets.state(client, now),
  });

  const admit = (body: unknown, request: RequestContext): Admitted | Answer => {
    const params: Params = readParams(body);
    const prepared = prepare(resolvePersisted(params, persisted), params.operationName);
    if (isRefused(prepared)) return { errors: prepared };
    if (request.isGet && prepared.operation.operation !== 'query') throw onlyQueriesByGet;
    if (prepared.guarded.length > 0) {
      const errors = scopeErrors(prepared.guarded, request.viewer);
      if (errors.length > 0) return { errors };
    }
    if (params.variables !== undefined) measureVariables(params.variables, variableLimits);
    const execution = validateExecutionArgs({
      schema,
      document: prepared.document,
      operationName: params.operationName,
      variableValues: params.variables,
      contextValue: contextOf(request),
      hideSuggestions: true,
    });
    if (!('schema' in execution)) return { errors: publicErrors(execution, request) };
    return { prepared, execution, points: prepared.cost.points(execution.variableValues.coerced) };
  };

  const limitOf = ({ viewer }: RequestContext) => (viewer.kind === 'ANONYMOUS' ? costLimit : costLimitKeyed);

  const run = (admitted: Admitted, charge: Charge, request: RequestContext): Answer | Promise<Answer> => {
    const { prepared, execution, points } = admitted;
    const limit = limitOf(request) || null;
    if (request.costMode === 'validate') return { extensions: { cost: { requested: points, limit } } };
    const settle = (result: ExecutionResult): Answer => {
      const answer = masked(result, request);
      const actual = prepared.cost.actual(execution.variableValues.coerced, result.data);
      // What failed is not given back, or failing would be a free way to make the server work.
      if (answer.errors === undefined) {
        budgets.refund(charge, Math.max(points, leastPoints) - Math.max(actual, leastPoints), request.now);
      }
      return request.costMode === undefined
        ? answer
        : { ...answer, extensions: { cost: { requested: points, actual, limit } } };
    };
    const result = executeRootSelectionSet(execution);
    return result instanceof Promise
      ? result.then(settle).catch((thrown: unknown) => failed(thrown, request))
      : settle(result);
  };

  const refuseAll = (operations: readonly unknown[], error: GraphQLError): Answer[] =>
    operations.map(() => ({ errors: [error] }));

  const showBudget: Engine['showBudget'] = ({ client, now, setHeader }, isRateLimited = false) => {
    const headers = rateLimitHeaders(budgets.state(client, now), windowSeconds, now, isRateLimited);
    for (const [name, value] of Object.entries(headers)) setHeader(name, value);
  };

  /** The error is why the budget does not hold the points. */
  const charged = (points: number, { client, now }: RequestContext): Charge | GraphQLError => {
    try {
      return budgets.charge(client, points, now);
    } catch (thrown) {
      if (thrown instanceof GraphQLError) return thrown;
      throw thrown;
    }
  };

  const answer: Engine['answer'] = (operations, request) => {
    const admitted =
      request.refusal === undefined
        ? operations.map((body) => attempt(() => admit(body, request), request))
        : refuseAll(operations, request.refusal);
    const priced = admitted.filter(isAdmitted);
    const tooDear =
      request.costMode === 'validate' ? undefined : costRefusal(priced.map(costOf), limitOf(request));
    const isRun = tooDear === undefined && request.costMode !== 'validate';
    const points = admitted.map((one) =>
      isRun && isAdmitted(one) ? Math.max(one.points, leastPoints) : leastPoints,
    );
    const charge = charged(sum(points), request);
    if (charge instanceof GraphQLError) {
      showBudget(request, true);
      return refuseAll(operations, charge);
    }
    const answers =
      tooDear === undefined
        ? admitted.map((one) => (isAdmitted(one) ? attempt(() => run(one, charge, request), request) : one))
        : refuseAll(operations, tooDear);
    if (areSettled(answers)) {
      showBudget(request);
      return answers;
    }
    return Promise.all(answers).then((settled) => {
      showBudget(request);
      return settled;
    });
  };
  return { answer, showBudget };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const areSettled = (answers: readonly (Answer | Promise<Answer>)[]): answers is Answer[] =>
  answers.every((one) => !(one instanceof Promise));

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

type Logging = Pick<RequestContext, 'log' | 'requestId'>;

/** The answer to a request for which this was thrown. */
export function failed(thrown: unknown, request: Logging): Answer {
  const error =
    thrown instanceof GraphQLError ? thrown : new GraphQLError('', { originalError: asError(thrown) });
  return { errors: publicErrors([error], request) };
}

const publicErrors = (errors: readonly GraphQLError[], { log, requestId }: Logging): GraphQLError[] =>
  errors.map((error) =>
    publicError(error, (cause) => log.error({ requestId, err: cause }, 'unexpected error')),
  );

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
