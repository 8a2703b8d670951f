import { type ExecutionResult, executeRootSelectionSet, type ValidatedSubscriptionArgs } from 'graphql';
import type { Database } from '../db/client.ts';
import { readTurn } from '../db/read-turn.ts';
import { trackReads } from '../db/rows/read-set.ts';
import type { Context } from '../graphql/context.ts';
import { ResponseSize } from '../graphql/response-size.ts';
import { type Budgets, type Charge, settleCharge } from '../guard/budget.ts';
import { responsePoints } from '../guard/byte-points.ts';
import { renderingPoints } from '../guard/rendering-points.ts';
import type { StreamCaps } from '../guard/stream-caps.ts';
import { type RenderingWork, withRenderingWork } from '../text/rendering-work.ts';
import { withCoordinates } from './argument-coordinates.ts';
import type { Caller } from './caller.ts';
import { BAILOUT, type QueryExecution } from './compiled-query.ts';
import { type ExecutionResources, executionContext } from './execution-context.ts';
import {
  addExtensions,
  byteLength,
  type GraphQLResponse,
  type ResponseOrStream,
  responseText,
  withinLimit,
} from './graphql-response.ts';
import { maskErrors, toErrorResponse } from './mask-errors.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { PreparedRequest } from './prepared-request.ts';
import { type CachedResponse, createResponseCache } from './response-cache.ts';
import { createSubscribe } from './subscribe.ts';
import { withTimeout } from './with-timeout.ts';

export interface ExecuteOptions extends ExecutionResources {
  /** A second connection for mutations, which must not see the snapshot of the readers' transaction. */
  editorialDb: Database;
  budgets: Budgets;
  operationTimeoutSeconds: number;
  responseLimit: number;
  streamCaps: StreamCaps;
  limitOf: (caller: Caller) => number;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** Shared by the operations of one request. */
export interface RequestExecution {
  charge: Charge;
  caller: Caller;
  size: ResponseSize;
}

/** Bytes of memory for cached responses. */
const cacheBytes = 64_000_000;

/** Executes an admitted and charged operation, or returns its cached response. */
export type Execute = (
  admitted: PreparedRequest,
  request: RequestExecution,
) => MaybePromise<ResponseOrStream>;

export function createExecute(options: ExecuteOptions): Execute {
  const { db, editorialDb, budgets, clock, operationTimeoutSeconds, responseLimit } = options;
  const responseCache = createResponseCache(db, cacheBytes);
  const subscribe = createSubscribe(options);

  const editorial: ExecutionResources = { ...options, db: editorialDb };

  const contextFor = (
    { viewer, client }: Caller,
    size: ResponseSize,
    now: number,
    resources: ExecutionResources = options,
  ): Context => executionContext(resources, { viewer, now }, size, () => budgets.state(client, now));

  const fromCache = (cached: CachedResponse, key: string, { isReadOnly }: Caller): GraphQLResponse => ({
    cached,
    maxAge: isReadOnly ? responseCache.maxAge(key) : undefined,
  });

  return (admitted, { charge, caller, size }) => {
    const { prepared, points } = admitted;
    const { operation } = prepared.operation;
    const limit = options.limitOf(caller) || null;
    if (caller.costMode === 'validate') return { extensions: { cost: { requested: points, limit } } };
    const charged = Math.max(points, 1);
    const key = cacheKeyOf(admitted, caller);
    if (operation === 'subscription') {
      return subscribe({
        // `validateExecutionArgs` has one type for all kinds of operations.
        execution: admitted.execution as ValidatedSubscriptionArgs,
        caller,
        charge,
        charged,
        costOf: (data) => prepared.cost.actual(admitted.execution.variableValues.coerced, data),
        key,
        contextOfEvent: () => contextFor(caller, new ResponseSize(responseLimit), clock()),
      }).catch((thrown: unknown) => toErrorResponse(thrown, caller));
    }
    const settle = (actual: number) =>
      settleCharge(budgets, charge, { charged, actual: Math.max(actual, 1), now: caller.now });
    const cached = key === undefined ? undefined : responseCache.get(key);
    if (key !== undefined && cached !== undefined) {
      settle(cached.actual);
      return withinLimit(fromCache(cached, key, caller), size);
    }

    // Discards what an earlier operation of the batch has left, if its execution was aborted.
    size.restart();
    const isMutation = operation === 'mutation';
    if (!isMutation) readTurn(db);
    const contextValue = contextFor(caller, size, caller.now, isMutation ? editorial : options);
    const execution = { ...admitted.execution, contextValue };
    const work: RenderingWork = { milliseconds: 0 };
    const { value: result, readSet } = trackReads(() => {
      try {
        // Only mutations render texts.
        return isMutation
          ? withRenderingWork(work, () => executeOperation(admitted, execution))
          : executeOperation(admitted, execution);
      } catch (thrown) {
        settle(Math.max(charged, responsePoints(size.building)));
        throw thrown;
      }
    });
    const finish = (executed: ExecutionResult): GraphQLResponse => {
      const response = maskErrors(withCoordinates(executed, execution), caller);
      const cost = prepared.cost.actual(execution.variableValues.coerced, executed.data);
      const bytes = Math.max(size.building, byteLength(response));
      const actual = Math.max(cost, responsePoints(bytes)) + renderingPoints(work.milliseconds);
      if (caller.costMode !== undefined)
        addExtensions(response, { cost: { requested: points, actual, limit } });
      const sized = withinLimit(response, size);
      // Failures are not refunded, or failing requests would be free.
      settle(sized.errors === undefined ? actual : Math.max(charged, actual));
      if (sized.errors !== undefined) return sized;
      if (key === undefined || readSet.isPrivate || result instanceof Promise) return sized;
      const entry = { text: responseText(sized), actual, readSet };
      return fromCache(responseCache.set(key, entry), key, caller);
    };
    if (!(result instanceof Promise)) return finish(result);
    return withTimeout(result, operationTimeoutSeconds)
      .then(finish)
      .catch((thrown: unknown) => {
        // After a TIMEOUT, the work goes on.
        const settleWork = () => settle(charged + renderingPoints(work.milliseconds));
        void result.then(settleWork, settleWork);
        return toErrorResponse(thrown, caller);
      });
  };
}

/** The cache key of a response that is the same for every caller; undefined if it depends on the caller. */
const cacheKeyOf = ({ prepared, key }: PreparedRequest, { viewer, costMode }: Caller): string | undefined =>
  prepared.isShareable && costMode === undefined && !viewer.scopes.has('drafts:read') ? key : undefined;

function executeOperation(
  { prepared }: PreparedRequest,
  execution: QueryExecution,
): MaybePromise<ExecutionResult> {
  const data = prepared.query?.(execution) ?? BAILOUT;
  return data === BAILOUT ? executeRootSelectionSet(execution) : { data };
}
