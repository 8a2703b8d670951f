import {
  createSourceEventStream,
  type ExecutionResult,
  executeSubscriptionEvent,
  mapSourceToResponseEvent,
  type ValidatedSubscriptionArgs,
} from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { isStillValid } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';
import { mapStream } from '../graphql/map-stream.ts';
import type { StreamCaps } from '../guard/stream-caps.ts';
import type { Outcome } from './graphql-response.ts';
import { masked } from './mask-errors.ts';
import type { RequestContext } from './request-context.ts';

export interface FollowOptions {
  db: Database;
  streamCaps: StreamCaps;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** How often it is looked whether a key that opened a stream still holds. */
const validityMilliseconds = 5_000;

/**
 * Runs subscriptions. The price was charged once; what an event costs is bounded by the caps on streams and on events a second. Rejects
 * with RATE_LIMITED when the client has too many streams. Followers with the same `key` are shown the same.
 */
export const createSubscribe =
  ({ db, streamCaps, clock }: FollowOptions) =>
  async (
    execution: ValidatedSubscriptionArgs,
    request: RequestContext,
    key: string | undefined,
  ): Promise<Outcome> => {
    const release = await streamCaps.acquire(request.client);
    const source = await createSourceEventStream(execution);
    if (!isAsyncIterable(source)) {
      release();
      return masked(source, request);
    }
    const results = mapSourceToResponseEvent(execution, source, (event) => resultOf(event, key));
    const validity = setInterval(() => {
      if (!isStillValid(db, request.viewer, clock())) void results.return();
    }, validityMilliseconds);
    const end = () => {
      clearInterval(validity);
      release();
    };
    return { stream: mapStream(results, (result) => masked(result, request), end) };
  };

type Result = ExecutionResult | Promise<ExecutionResult>;

const results = new Map<unknown, Map<string, Result>>();

/** What an event comes to, worked out once for all who are shown it in this turn of the event loop. */
function resultOf(event: ValidatedSubscriptionArgs, key: string | undefined): Result {
  if (key === undefined) return executeSubscriptionEvent(event);
  if (results.size === 0) setImmediate(() => results.clear());
  const ofEvent = results.get(event.rootValue) ?? new Map<string, Result>();
  results.set(event.rootValue, ofEvent);
  const result = ofEvent.get(key) ?? executeSubscriptionEvent(event);
  ofEvent.set(key, result);
  return result;
}
