import {
  type ExecutionResult,
  executeRootSelectionSet,
  GraphQLError,
  type ValidatedSubscriptionArgs,
} from 'graphql';
import { schema } from '../api/schema.ts';
import type { Database } from '../db/client.ts';
import { type ReadSet, trackReads } from '../db/read-set.ts';
import { readTurn } from '../db/read-turn.ts';
import type { Writer } from '../db/writer.ts';
import type { Context, LiveSource } from '../graphql/context.ts';
import { badRequest } from '../graphql/errors.ts';
import type { Budgets, Charge } from '../guard/budget.ts';
import { costRefusal } from '../guard/cost-refusal.ts';
import type { DocumentLimits, VariableLimits } from '../guard/document-limits.ts';
import { type PersistedOperations, resolvePersisted } from '../guard/persisted-operations.ts';
import { rateLimitHeaders } from '../guard/rate-limit-headers.ts';
import { scopeErrors } from '../guard/scopes.ts';
import type { StreamCaps } from '../guard/stream-caps.ts';
import { BAILOUT } from './compiled-query.ts';
import { type Answer, type Outcome, textOf } from './graphql-response.ts';
import { attempt, failed, masked, publicErrors } from './mask-errors.ts';
import { type Params, readParams } from './params.ts';
import { createPreparation, isRefused } from './prepared-operation.ts';
import {
  createRequestPreparation,
  type PreparedRequest,
  type RequestPreparation,
} from './prepared-request.ts';
import type { RequestContext } from './request-context.ts';
import { type CachedResponse, createResponseCache } from './response-cache.ts';
import { createSubscribe } from './subscribe.ts';
import { withTimeout } from './with-timeout.ts';

export interface Engine {
  /** Answers the operations of one request, in their order, whatever door it came through; never throws. */
  answer: (operations: readonly unknown[], request: RequestContext) => Outcome[] | Promise<Outcome[]>;
  /** Tells the client how its budget stands. */
  reportBudget: (request: RequestContext, isRefused?: boolean) => void;
}

export interface EngineOptions {
  /** Reads only. */
  db: Database;
  /** Another connection to the same file, for what editors write. */
  editorialDb: Database;
  writer: Writer;
  voterSecret: Buffer;
  budgets: Budgets;
  windowSeconds: number;
  /** Points that one request may cost; 0 means any number. */
  costLimit: number;
  /** The same for callers with a key or token. */
  costLimitKeyed: number;
  documentLimits: DocumentLimits;
  variableLimits: VariableLimits;
  persisted: PersistedOperations;
  operationTimeoutSeconds: number;
  live: LiveSource;
  streamCaps: StreamCaps;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** How much of the memory kept answers may take. */
const answerBytes = 64_000_000;

/** Even what is refused cost something to look at. */
const leastPoints = 1;

/**
 * Takes the operations of a request through one list of steps, the same for every door: check, find, measure, prepare, allow, price,
 * charge, execute, mask, give back. A batch is one request: all of it is priced and charged before any of it runs.
 */
export function createEngine({
  db,
  editorialDb,
  writer,
  voterSecret,
  budgets,
  windowSeconds,
  costLimit,
  costLimitKeyed,
  documentLimits,
  variableLimits,
  persisted,
  operationTimeoutSeconds,
  live,
  streamCaps,
  clock,
}: EngineOptions): Engine {
  const prepare = createPreparation(schema, documentLimits);
  const prepareRequest = createRequestPreparation(schema, variableLimits);
  const responseCache = createResponseCache(db, answerBytes);
  const follow = createSubscribe({ db, streamCaps, clock });

  const contextOf = ({ now, viewer, client }: RequestContext, isMutation = false): Context => ({
    // A mutation reads and writes where no reader's transaction shows it an older state.
    db: isMutation ? editorialDb : db,
    now,
    viewer,
    editor: { actor: viewer.id, now },
    seesDrafts: viewer.scopes.has('drafts:read'),
    writer,
    voterSecret,
    live,
    budget: () => budgets.state(client, now),
  });

  /** A stream outlives the moment of its request. */
  const liveContextOf = (request: RequestContext): Context => ({
    ...contextOf(request),
    get now() {
      return clock();
    },
  });

  const admit = (body: unknown, request: RequestContext): PreparedRequest | Answer => {
    const params: Params = readParams(body);
    const prepared = prepare(resolvePersisted(params, persisted), params.operationName);
    if (isRefused(prepared)) return { errors: prepared };
    const { operation } = prepared.operation;
    if (request.isGet && operation === 'mutation') throw noMutationByGet;
    const isPricedOnly = request.costMode === 'validate';
    if (operation === 'subscription' && !request.isStream && !isPricedOnly) throw notStreamed;
    if (prepared.guarded.length > 0) {
      const errors = scopeErrors(prepared.guarded, request.viewer);
      if (errors.length > 0) return { errors };
    }
    const admitted = prepareRequest(prepared, params.variables);
    return isFaulty(admitted) ? { errors: publicErrors(admitted, request) } : admitted;
  };

  /** By what the answer is kept; undefined when it is not the same for everybody. */
  const keyOf = ({ prepared, key }: PreparedRequest, { viewer, costMode }: RequestContext) =>
    prepared.isPublic && costMode === undefined && !viewer.scopes.has('drafts:read') ? key : undefined;

  const shared = (key: string, kept: CachedResponse, { isGet, now }: RequestContext): Answer => ({
    data: keptData,
    kept,
    maxAge: isGet ? responseCache.maxAge(key, now) : undefined,
  });

  const limitOf = ({ viewer }: RequestContext) => (viewer.kind === 'ANONYMOUS' ? costLimit : costLimitKeyed);

  const run = (
    admitted: PreparedRequest,
    charge: Charge,
    request: RequestContext,
  ): Outcome | Promise<Outcome> => {
    const { prepared, points } = admitted;
    const limit = limitOf(request) || null;
    if (request.costMode === 'validate') return { extensions: { cost: { requested: points, limit } } };
    const key = keyOf(admitted, request);
    const { operation } = prepared.operation;
    if (operation === 'subscription') {
      const execution = { ...admitted.execution, contextValue: liveContextOf(request) };
      // An operation of that kind, which `validateExecutionArgs` does not tell in its type.
      return follow(execution as ValidatedSubscriptionArgs, request, key).catch((thrown: unknown) =>
        failed(thrown, request),
      );
    }
    const giveBack = (actual: number) =>
      budgets.refund(charge, Math.max(points, leastPoints) - Math.max(actual, leastPoints), request.now);
    const kept = key === undefined ? undefined : responseCache.get(key, request.now);
    if (key !== undefined && kept !== undefined) {
      giveBack(kept.actual);
      return shared(key, kept, request);
    }
    const execution = {
      ...admitted.execution,
      contextValue: contextOf(request, operation === 'mutation'),
    };
    const settle = (result: ExecutionResult, readSet?: ReadSet): Answer => {
      const answer = masked(result, request);
      const actual = prepared.cost.actual(execution.variableValues.coerced, result.data);
      const cost = { requested: points, actual, limit };
      if (request.costMode !== undefined) answer.extensions = { cost };
      // What failed is not given back, or failing would be a free way to make the server work.
      if (answer.errors !== undefined) return answer;
      giveBack(actual);
      if (key === undefined || readSet === undefined) return answer;
      return shared(
        key,
        responseCache.keep(key, request.now, { text: textOf(answer), actual, readSet }),
        request,
      );
    };
    if (operation === 'query') readTurn(db);
    const { value: result, readSet } = trackReads(() => {
      const data = prepared.query?.(execution) ?? BAILOUT;
      return data === BAILOUT ? executeRootSelectionSet(execution) : { data };
    });
    return result instanceof Promise
      ? withTimeout(result, operationTimeoutSeconds)
          .then((late) => settle(late))
          .catch((thrown: unknown) => failed(thrown, request))
      : settle(result, readSet);
  };

  const refuseAll = (operations: readonly unknown[], error: GraphQLError): Answer[] =>
    operations.map(() => ({ errors: [error] }));

  const reportBudget: Engine['reportBudget'] = ({ client, now, headers }, isRateLimited = false) => {
    Object.assign(headers, rateLimitHeaders(budgets.state(client, now), windowSeconds, now, isRateLimited));
  };

  const answersOf = (
    admitted: readonly (PreparedRequest | Answer)[],
    tooDear: GraphQLError | undefined,
    charge: Charge,
    request: RequestContext,
  ): Outcome[] | Promise<Outcome[]> => {
    const answers =
      tooDear === undefined
        ? admitted.map((one) => (isAdmitted(one) ? attempt(() => run(one, charge, request), request) : one))
        : refuseAll(admitted, tooDear);
    if (areSettled(answers)) {
      reportBudget(request);
      return answers;
    }
    return Promise.all(answers).then((settled) => {
      reportBudget(request);
      return settled;
    });
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
    const unpaid = (thrown: unknown): Answer[] => {
      if (!(thrown instanceof GraphQLError)) throw thrown;
      reportBudget(request, true);
      return refuseAll(operations, thrown);
    };
    let charge: Charge | Promise<Charge>;
    try {
      charge = budgets.charge(request.client, sum(points), request.now);
    } catch (thrown) {
      return unpaid(thrown);
    }
    return charge instanceof Promise
      ? charge.then((paid) => answersOf(admitted, tooDear, paid, request), unpaid)
      : answersOf(admitted, tooDear, charge, request);
  };
  return { answer, reportBudget };
}

/** Stands for data that is there as text only. */
const keptData = {};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const areSettled = (answers: readonly (Outcome | Promise<Outcome>)[]): answers is Outcome[] =>
  answers.every((one) => !(one instanceof Promise));

const isFaulty = (preparation: RequestPreparation): preparation is readonly GraphQLError[] =>
  Array.isArray(preparation);

const isAdmitted = (one: PreparedRequest | Answer): one is PreparedRequest => 'prepared' in one;

const costOf = ({ prepared, execution, points }: PreparedRequest) => ({
  points,
  dearest: () => prepared.cost.explain(execution.variableValues.coerced, 3),
});

const noMutationByGet = badRequest(405, 'Mutations are not run by GET. Send the operation by POST.');

const notStreamed = badRequest(
  406,
  'A subscription is answered as a stream, one in a request. Send it alone, with `accept: text/event-stream`.',
);
