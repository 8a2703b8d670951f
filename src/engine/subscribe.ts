import {
  createSourceEventStream,
  type ExecutionResult,
  executeSubscriptionEvent,
  type ValidatedSubscriptionArgs,
} from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { isStillValid } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';
import { trackReads } from '../db/read-set.ts';
import type { Context } from '../graphql/context.ts';
import { mapStream } from '../graphql/map-stream.ts';
import type { StreamCaps } from '../guard/stream-caps.ts';
import type { Caller } from './caller.ts';
import { type GraphQLResponse, type ResponseOrStream, withinLimit } from './graphql-response.ts';
import { maskErrors } from './mask-errors.ts';

export interface SubscribeOptions {
  db: Database;
  streamCaps: StreamCaps;
  /** Milliseconds since 1970. */
  clock: () => number;
}

export interface Subscription {
  execution: ValidatedSubscriptionArgs;
  caller: Caller;
  /** Creates the context of an event, which can be long after the request. */
  contextOfEvent: () => Context;
  /** Subscribers with the same key share the responses to an event, unless these are private. */
  key: string | undefined;
}

/** The interval at which the stream's key or token is verified again. */
const validityMilliseconds = 5_000;

/**
 * Runs subscriptions. They are charged once, when they start; after that, the cap on streams and the rate of
 * one event per second limit their cost. Rejects with RATE_LIMITED when the client has too many streams.
 */
export const createSubscribe =
  ({ db, streamCaps, clock }: SubscribeOptions) =>
  async ({ execution, caller, contextOfEvent, key }: Subscription): Promise<ResponseOrStream> => {
    const release = await streamCaps.acquire(caller.client);
    const source = await createSourceEventStream({ ...execution, contextValue: contextOfEvent() });
    if (!isAsyncIterable(source)) {
      release();
      return maskErrors(source, caller);
    }
    const respond = (event: unknown) =>
      shared(event, key, () => {
        const context = contextOfEvent();
        const args = { ...execution, rootValue: event, contextValue: context };
        const { value: result, readSet } = trackReads(() => executeSubscriptionEvent(args));
        const finish = (executed: ExecutionResult) =>
          withinLimit(maskErrors(executed, caller), context.responseSize);
        return result instanceof Promise
          ? { response: result.then(finish), isPrivate: true }
          : { response: finish(result), isPrivate: readSet.isPrivate };
      });
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

interface EventResponse {
  response: GraphQLResponse | Promise<GraphQLResponse>;
  isPrivate: boolean;
}

const responses = new Map<unknown, Map<string, GraphQLResponse | Promise<GraphQLResponse>>>();

/** Executes an event once for all subscribers with the same key in this turn of the event loop. */
function shared(
  event: unknown,
  key: string | undefined,
  execute: () => EventResponse,
): EventResponse['response'] {
  if (key === undefined) return execute().response;
  const existing = responses.get(event)?.get(key);
  if (existing !== undefined) return existing;
  const { response, isPrivate } = execute();
  if (isPrivate) return response;
  if (responses.size === 0) setImmediate(() => responses.clear());
  const ofEvent = responses.get(event) ?? new Map<string, GraphQLResponse>();
  responses.set(event, ofEvent.set(key, response));
  return response;
}
