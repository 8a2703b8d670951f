import type { GraphQLError } from 'graphql';
import { schema } from '../api/schema.ts';
import type { BudgetState } from '../graphql/context.ts';
import { ResponseSize } from '../graphql/response-size.ts';
import type { Budgets, Charge } from '../guard/budget.ts';
import { costRefusal } from '../guard/cost-refusal.ts';
import type { DocumentLimits, VariableLimits } from '../guard/document-limits.ts';
import { type PersistedOperations, resolvePersisted } from '../guard/persisted-operations.ts';
import { scopeErrors } from '../guard/scopes.ts';
import type { Caller } from './caller.ts';
import { createExecute, type ExecuteOptions } from './execute.ts';
import type { GraphQLResponse, ResponseOrStream } from './graphql-response.ts';
import { catchErrors, publicErrors, toErrorResponse } from './mask-errors.ts';
import type { MaybePromise } from './maybe-promise.ts';
import { type OperationParams, readParams } from './operation-params.ts';
import {
  createDocumentCache,
  isNewDocument,
  isRefused,
  type NewDocument,
  type Preparation,
} from './prepared-operation.ts';
import { createRequestPreparation, type PreparedRequest } from './prepared-request.ts';
import { mutationByGet, subscriptionWithoutStream } from './refusals.ts';

export interface Engine {
  /** Answers the operations of one request, in their order, whatever way it came in; never throws or rejects. */
  execute: (operations: readonly unknown[], caller: Caller) => MaybePromise<ResponseOrStream[]>;
  /** What the caller may still spend; undefined when nothing limits it. */
  budgetOf: (caller: Caller) => BudgetState | undefined;
}

export interface EngineOptions extends Omit<ExecuteOptions, 'limitOf'> {
  budgets: Budgets;
  /** Points that one request may cost; 0 for no limit. */
  costLimit: number;
  /** The same for callers with a key or token. */
  costLimitKeyed: number;
  /** Bytes of the responses to one request; 0 for no limit. */
  responseLimit: number;
  documentLimits: DocumentLimits;
  variableLimits: VariableLimits;
  persisted: PersistedOperations;
}

/** What any operation is charged, one that is refused too: it took work to refuse it. */
const minimumPoints = 1;

/** An operation whose document was found, but not yet prepared if it is new. */
interface FoundOperation {
  params: OperationParams;
  found: Preparation | NewDocument;
}

/**
 * Takes the operations of a request through one list of steps: find, pay for preparing, prepare, authorize, price,
 * charge, execute, mask, refund. A batch is one request: all of it is priced and charged before any of it runs.
 */
export function createEngine(options: EngineOptions): Engine {
  const { budgets, costLimit, costLimitKeyed, documentLimits, variableLimits, persisted } = options;
  const documents = createDocumentCache(schema, documentLimits);
  const prepareRequest = createRequestPreparation(schema, variableLimits);
  const limitOf = ({ viewer }: Caller) => (viewer.kind === 'ANONYMOUS' ? costLimit : costLimitKeyed);
  const execute = createExecute({ ...options, limitOf });

  const find = (body: unknown): FoundOperation => {
    const params = readParams(body);
    const text = resolvePersisted(params, persisted);
    return { params, found: documents.find({ text, operationName: params.operationName }) };
  };

  const admit = ({ params, found }: FoundOperation, caller: Caller): PreparedRequest | GraphQLResponse => {
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
    const admitted = prepareRequest(prepared, params.variables);
    return isFaulty(admitted) ? { errors: publicErrors(admitted, caller) } : admitted;
  };

  /** Charges the points and goes on, or answers every operation with the refusal. */
  const charged = (
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
    const admitted = operations.map((one) =>
      isFound(one) ? catchErrors(() => admit(one, caller), caller) : one,
    );
    const isOnlyPriced = caller.costMode === 'validate';
    const refusal = isOnlyPriced
      ? undefined
      : costRefusal(admitted.filter(isAdmitted).map(costOf), limitOf(caller));
    const isRun = refusal === undefined && !isOnlyPriced;
    const points = admitted.map((one) =>
      isRun && isAdmitted(one) ? Math.max(one.points, minimumPoints) : minimumPoints,
    );
    return charged(sum(points), operations.length, caller, (charge) => {
      if (refusal !== undefined) return refuseAll(operations.length, { errors: [refusal] });
      const size = new ResponseSize(options.responseLimit);
      const responses = admitted.map((one) =>
        isAdmitted(one) ? catchErrors(() => execute(one, { charge, caller, size }), caller) : one,
      );
      return areSettled(responses) ? responses : Promise.all(responses);
    });
  };

  return {
    execute: (operations, caller) => {
      const { refusal } = caller;
      if (refusal !== undefined) {
        const count = operations.length;
        return charged(count * minimumPoints, count, caller, () => refuseAll(count, { errors: [refusal] }));
      }
      const found = operations.map((body) => catchErrors(() => find(body), caller));
      const unprepared = newDocumentsIn(found);
      if (unprepared.length === 0) return run(found, caller);
      return charged(sum(unprepared.map(pointsOf)), operations.length, caller, (charge) => {
        // While the charge was waited for, another request may have paid for the same document and prepared it.
        const prepared = unprepared.filter((document) => document.isPrepared());
        budgets.refund(charge, sum(prepared.map(pointsOf)), caller.now);
        return run(found, caller);
      });
    },
    budgetOf: ({ client, now }) => budgets.state(client, now),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const refuseAll = (count: number, response: GraphQLResponse): GraphQLResponse[] =>
  Array.from({ length: count }, () => ({ ...response }));

const areSettled = (responses: readonly MaybePromise<ResponseOrStream>[]): responses is ResponseOrStream[] =>
  responses.every((one) => !(one instanceof Promise));

const isFaulty = (
  preparation: ReturnType<ReturnType<typeof createRequestPreparation>>,
): preparation is readonly GraphQLError[] => Array.isArray(preparation);

const isFound = (one: FoundOperation | GraphQLResponse): one is FoundOperation => 'found' in one;

const isAdmitted = (one: PreparedRequest | GraphQLResponse): one is PreparedRequest => 'prepared' in one;

/** Each new document once, however many members of the batch share it. */
function newDocumentsIn(operations: readonly (FoundOperation | GraphQLResponse)[]): NewDocument[] {
  const documents = new Map<string, NewDocument>();
  for (const one of operations) {
    if (isFound(one) && isNewDocument(one.found)) documents.set(one.found.key, one.found);
  }
  return [...documents.values()];
}

const pointsOf = ({ points }: NewDocument): number => points;

const costOf = ({ prepared, execution, points }: PreparedRequest) => ({
  points,
  mostExpensive: () => prepared.cost.explain(execution.variableValues.coerced, 3),
});
