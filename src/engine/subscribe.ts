import {
  createSourceEventStream,
  type ExecutionResult,
  executeSubscriptionEvent,
  type ValidatedSubscriptionArgs,
} from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { isStillValid } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';
import { trackReads } from '../db/rows/read-set.ts';
import type { Context } from '../graphql/context.ts';
import { mapStream } from '../graphql/map-stream.ts';
import { type Budgets, type Charge, settleCharge } from '../guard/budget.ts';
import { responsePoints } from '../guard/byte-points.ts';
import type { StreamCaps } from '../guard/stream-caps.ts';
import type { Caller } from './caller.ts';
import { byteLength, type GraphQLResponse, type ResponseOrStream, withinLimit } from './graphql-response.ts';
import { maskErrors, toErrorResponse } from './mask-errors.ts';

export interface SubscribeOptions {
  db: Database;
  budgets: Budgets;
  streamCaps: StreamCaps;
  /** Milliseconds since 1970. */
  clock: () => number;
}

export interface Subscription {
  execution: ValidatedSubscriptionArgs;
  caller: Caller;
  /** The charge of the request, and the points that it has for the first event. */
  charge: Charge;
  charged: number;
  /** The cost of an event by its data, in points. */
  costOf: (data: unknown) => number;
  /** Creates the context of an event, which can be long after the request. */
  contextOfEvent: () => Context;
  /** Subscribers with the same key share the responses to an event, unless these are private. */
  key: string | undefined;
}

/** The interval at which the stream's key or token is verified again. */
const validityMilliseconds = 5_000;

/**
 * Runs subscriptions. The request is charged for the first event, and each later event for its actual cost.
 * When the budget has too few points for it, RATE_LIMITED takes the place of the event and ends the stream.
 * Rejects with RATE_LIMITED when the client has too many streams.
 */
export const createSubscribe =
  ({ db, budgets, streamCaps, clock }: SubscribeOptions) =>
  async ({
    execution,
    caller,
    charge,
    charged,
    costOf,
    contextOfEvent,
    key,
  }: Subscription): Promise<ResponseOrStream> => {
    const release = await streamCaps.acquire(caller.client);
    const source = await createSourceEventStream({ ...execution, contextValue: contextOfEvent() });
    if (!isAsyncIterable(source)) {
      release();
      return maskErrors(source, caller);
    }
    const execute = (event: unknown) =>
      shared(event, key, () => {
        const context = contextOfEvent();
        const args = { ...execution, rootValue: event, contextValue: context };
        const { value: result, readSet } = trackReads(() => executeSubscriptionEvent(args));
        const finish = (executed: ExecutionResult): Priced => {
          const response = maskErrors(executed, caller);
          const bytes = Math.max(context.responseSize.building, byteLength(response));
          const points = Math.max(costOf(executed.data), responsePoints(bytes), 1);
          return { response: withinLimit(response, context.responseSize), points };
        };
        return result instanceof Promise
          ? { priced: result.then(finish), isPrivate: true }
          : { priced: finish(result), isPrivate: readSet.isPrivate };
      });
    let isFirst = true;
    const respond = async (event: unknown): Promise<GraphQLResponse> => {
      const { response, points } = await execute(event);
      const now = clock();
      if (isFirst) {
        settleCharge(budgets, charge, { charged, actual: points, now });
        isFirst = false;
        return response;
      }
      try {
        await budgets.charge(caller.client, points, now);
        return response;
      } catch (thrown) {
        void stream.return?.();
        return toErrorResponse(thrown, caller);
      }
    };
    const validity = setInterval(() => {
      if (!isViewerValid(db, caller, clock())) void stream.return?.();
    }, validityMilliseconds);
    const stream = mapStream(source[Symbol.asyncIterator](), respond, () => {
      clearInterval(validity);
      release();
    });
    return { stream };
  };

function isViewerValid(db: Database, { viewer, log, requestId }: Caller, now: number): boolean {
  try {
    return isStillValid(db, viewer, now);
  } catch (error) {
    log.error({ requestId, err: error }, 'cannot verify the key of a stream; ending the stream');
    return false;
  }
}

/** The response to an event with its cost. */
interface Priced {
  response: GraphQLResponse;
  points: number;
}

interface EventResponse {
  priced: Priced | Promise<Priced>;
  isPrivate: boolean;
}

const responses = new Map<unknown, Map<string, EventResponse['priced']>>();

/** Executes an event once for all subscribers with the same key in this turn of the event loop. */
function shared(
  event: unknown,
  key: string | undefined,
  execute: () => EventResponse,
): EventResponse['priced'] {
  if (key === undefined) return execute().priced;
  const existing = responses.get(event)?.get(key);
  if (existing !== undefined) return existing;
  const { priced, isPrivate } = execute();
  if (isPrivate) return priced;
  if (responses.size === 0) setImmediate(() => responses.clear());
  const ofEvent = responses.get(event) ?? new Map<string, EventResponse['priced']>();
  responses.set(event, ofEvent.set(key, priced));
  return priced;
}
