import type { GraphQLError } from 'graphql';
import { schema } from '../api/schema.ts';
import type { BudgetState } from '../graphql/context.ts';
import { ResponseSize } from '../graphql/response-size.ts';
import type { Budgets, Charge } from '../guard/budget.ts';
import { variablePoints } from '../guard/byte-points.ts';
import { costRefusal } from '../guard/cost-refusal.ts';
import type { DocumentLimits, VariableLimits } from '../guard/document-limits.ts';
import { type PersistedOperations, resolvePersisted } from '../guard/persisted-operations.ts';
import { scopeErrors } from '../guard/scopes.ts';
import type { Caller } from './caller.ts';
import { createExecute, type ExecuteOptions } from './execute.ts';
import type { GraphQLResponse, ResponseOrStream } from './graphql-response.ts';
import { catchErrors, publicErrors, toErrorResponse } from './mask-errors.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { readParams } from './operation-params.ts';
import {
  createDocumentCache,
  isNewDocument,
  isRefused,
  type NewDocument,
  type Preparation,
} from './prepared-operation.ts';
import {
  createRequestPreparation,
  type MeasuredVariables,
  measuredVariables,
  type PreparedRequest,
} from './prepared-request.ts';
import { mutationByGet, subscriptionWithoutStream } from './refusals.ts';

export interface Engine {
  /**
   * Executes the operations of one request and returns their responses in the same
   * order. Never throws or rejects.
   */
  execute: (operations: readonly unknown[], caller: Caller) => MaybePromise<ResponseOrStream[]>;
  /**
   * Charges the caller for work beside an operation, before it starts. Returns the response to a request that
   * is refused.
   */
  charge: (points: number, caller: Caller) => MaybePromise<GraphQLResponse | undefined>;
  /** The caller's budget; undefined when it has no limit. */
  budgetOf: (caller: Caller) => BudgetState | undefined;
}

export interface EngineOptions extends Omit<ExecuteOptions, 'limitOf'> {
  budgets: Budgets;
  /** The cost limit of one request, in points; 0 means no limit. */
  costLimit: number;
  /** The cost limit of a request with a key or token. */
  costLimitKeyed: number;
  /** The size limit of all responses to one request, in bytes; 0 means no limit. */
  responseLimit: number;
  documentLimits: DocumentLimits;
  variableLimits: VariableLimits;
  persisted: PersistedOperations;
}

/** Charged for every operation, including a refused one, because refusing is work too. */
const minimumPoints = 1;

/** An operation with its preparation, or with a new document that is not prepared yet. */
interface FoundOperation {
  variables: MeasuredVariables | undefined;
  found: Preparation | NewDocument;
}

/**
 * Runs the operations of a request through these steps: find the document, charge its length and that of the
 * variables, measure it, charge its preparation, prepare, authorize, price, charge, execute, mask errors,
 * settle. A batch is priced and charged as a whole before any operation runs.
 */
export function createEngine(options: EngineOptions): Engine {
  const { budgets, costLimit, costLimitKeyed, documentLimits, variableLimits, persisted } = options;
  // Where only registered operations are accepted, the rest of the schema is not for callers to find.
  const hideSuggestions = persisted.set === undefined;
  const documents = createDocumentCache(schema, documentLimits, hideSuggestions);
  const prepareRequest = createRequestPreparation(schema, hideSuggestions);
  const limitOf = ({ viewer }: Caller) => (viewer.kind === 'ANONYMOUS' ? costLimit : costLimitKeyed);
  const execute = createExecute({ ...options, limitOf });

  const find = (body: unknown): FoundOperation => {
    const params = readParams(body);
    const text = resolvePersisted(params, persisted);
    const variables = measuredVariables(params.variables, variableLimits);
    return { variables, found: documents.find({ text, operationName: params.operationName }) };
  };

  const admit = ({ variables, found }: FoundOperation, caller: Caller): PreparedRequest | GraphQLResponse => {
    const prepared = isNewDocument(found) ? found.prepare() : found;
    if (isRefused(prepared)) return { errors: prepared };
    const { operation } = prepared.operation;
    if (caller.isReadOnly && operation === 'mutation') throw mutationByGet;
    const isOnlyPriced = caller.costMode === 'validate';
    if (operation === 'subscription' && !caller.acceptsStream && !isOnlyPriced)
      throw subscriptionWithoutStream;
    if (prepared.guarded.length > 0) {
      const errors = scopeErrors(prepared.guarded, caller.viewer);
      if (errors.length > 0) return { errors };
    }
    const admitted = prepareRequest(prepared, variables);
    return isFaulty(admitted) ? { errors: publicErrors(admitted, caller) } : admitted;
  };

  /** Calls `next` after charging the points. If the budget refuses them, every operation gets the error. */
  const withCharge = (
    points: number,
    count: number,
    caller: Caller,
    next: (charge: Charge) => MaybePromise<ResponseOrStream[]>,
  ): MaybePromise<ResponseOrStream[]> => {
    const refuse = (thrown: unknown) => refuseAll(count, toErrorResponse(thrown, caller));
    let charge: Charge | Promise<Charge>;
    try {
      charge = budgets.charge(caller.client, points, caller.now);
    } catch (thrown) {
      return refuse(thrown);
    }
    return charge instanceof Promise ? charge.then(next, refuse) : next(charge);
  };

  const run = (
    operations: readonly (FoundOperation | GraphQLResponse)[],
    caller: Caller,
  ): MaybePromise<ResponseOrStream[]> => {
    const admitted = operations.map((operation) =>
      isFound(operation) ? catchErrors(() => admit(operation, caller), caller) : operation,
    );
    const isOnlyPriced = caller.costMode === 'validate';
    const refusal = isOnlyPriced
      ? undefined
      : costRefusal(admitted.filter(isAdmitted).map(costOf), limitOf(caller));
    const isRun = refusal === undefined && !isOnlyPriced;
    const points = admitted.map((operation) =>
      isRun && isAdmitted(operation) ? Math.max(operation.points, minimumPoints) : minimumPoints,
    );
    return withCharge(sum(points), operations.length, caller, (charge) => {
      if (refusal !== undefined) return refuseAll(operations.length, { errors: [refusal] });
      const size = new ResponseSize(options.responseLimit);
      const responses = admitted.map((operation) =>
        isAdmitted(operation)
          ? catchErrors(() => execute(operation, { charge, caller, size }), caller)
          : operation,
      );
      return areSettled(responses) ? responses : Promise.all(responses);
    });
  };

  const prepareAndRun = (
    operations: readonly (FoundOperation | GraphQLResponse)[],
    caller: Caller,
  ): MaybePromise<ResponseOrStream[]> => {
    const unprepared = newDocumentsIn(operations);
    if (unprepared.length === 0) return run(operations, caller);
    const measures = new Map(
      unprepared.map((document) => [document.key, catchErrors(document.measure, caller)]),
    );
    const measured = operations.map((operation) => {
      const measure =
        isFound(operation) && isNewDocument(operation.found) && measures.get(operation.found.key);
      return typeof measure === 'object' ? measure : operation;
    });
    const pointsOf = ({ key }: NewDocument): number => Number(measures.get(key));
    const charged = unprepared.filter(({ key }) => typeof measures.get(key) === 'number');
    return withCharge(sum(charged.map(pointsOf)), operations.length, caller, (charge) => {
      // While this request waited for its charge, another one can have paid for and
      // prepared the same document.
      const prepared = charged.filter((document) => document.isPrepared());
      budgets.refund(charge, sum(prepared.map(pointsOf)), caller.now);
      return run(measured, caller);
    });
  };

  return {
    execute: (operations, caller) => {
      const { refusal } = caller;
      if (refusal !== undefined) {
        const count = operations.length;
        return withCharge(count * minimumPoints, count, caller, () =>
          refuseAll(count, { errors: [refusal] }),
        );
      }
      const found = operations.map((body) => catchErrors(() => find(body), caller));
      const points = lengthPoints(found);
      if (points === 0) return prepareAndRun(found, caller);
      return withCharge(points, operations.length, caller, () => prepareAndRun(found, caller));
    },
    charge: (points, caller) =>
      andThen(
        withCharge(points, 1, caller, () => []),
        ([refusal]) => refusal,
      ),
    budgetOf: ({ client, now }) => budgets.state(client, now),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const refuseAll = (count: number, response: GraphQLResponse): GraphQLResponse[] =>
  Array.from({ length: count }, () => ({ ...response }));

const areSettled = (responses: readonly MaybePromise<ResponseOrStream>[]): responses is ResponseOrStream[] =>
  responses.every((response) => !(response instanceof Promise));

const isFaulty = (
  preparation: ReturnType<ReturnType<typeof createRequestPreparation>>,
): preparation is readonly GraphQLError[] => Array.isArray(preparation);

const isFound = (operation: FoundOperation | GraphQLResponse): operation is FoundOperation =>
  'found' in operation;

const isAdmitted = (operation: PreparedRequest | GraphQLResponse): operation is PreparedRequest =>
  'prepared' in operation;

/** The new documents of a batch, each of them once. */
function newDocumentsIn(operations: readonly (FoundOperation | GraphQLResponse)[]): NewDocument[] {
  const documents = new Map<string, NewDocument>();
  for (const operation of operations) {
    if (isFound(operation) && isNewDocument(operation.found))
      documents.set(operation.found.key, operation.found);
  }
  return [...documents.values()];
}

/** The points of long variables and of long new documents. */
function lengthPoints(operations: readonly (FoundOperation | GraphQLResponse)[]): number {
  let points = 0;
  for (const operation of operations) {
    if (!isFound(operation)) continue;
    const { found, variables } = operation;
    if (isNewDocument(found)) points += found.lengthPoints;
    if (variables !== undefined) points += variablePoints(variables.json.length);
  }
  return points;
}

const costOf = ({ prepared, execution, points }: PreparedRequest) => ({
  points,
  mostExpensive: () => prepared.cost.explain(execution.variableValues.coerced, 3),
});
