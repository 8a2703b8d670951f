import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Caller } from '../engine/caller.ts';
import { andThen, type MaybePromise } from '../engine/maybe-promise.ts';
import {
  type AuthenticateRequestOptions,
  authenticateRequest,
  type RequestOrigin,
} from './authenticate-request.ts';

export interface CallerOptions extends AuthenticateRequestOptions {
  log: Logger;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** The parts of an HTTP request that affect its operations, apart from the body. */
export interface RequestHead extends RequestOrigin {
  requestId: string;
  isReadOnly: boolean;
  acceptsStream: boolean;
  /** The `X-GraphQL-Cost` header. */
  cost: string | undefined;
}

export const newRequestId = (): string => randomUUID();

/** The caller of an HTTP request. */
export function callerOf(head: RequestHead, { log, clock, ...options }: CallerOptions): MaybePromise<Caller> {
  const now = clock();
  const { requestId, isReadOnly, acceptsStream, cost } = head;
  const costMode = cost === 'report' || cost === 'validate' ? cost : undefined;
  return andThen(authenticateRequest(head, now, options), ({ viewer, client, refusal }) => ({
    viewer,
    client,
    refusal,
    now,
    requestId,
    isReadOnly,
    acceptsStream,
    costMode,
    log,
  }));
}

/** The caller of a request of the Fetch API. */
export const callerOfRequest = (
  { headers, method }: Request,
  { requestId, address }: { requestId: string; address: string | undefined },
  options: CallerOptions,
): MaybePromise<Caller> =>
  callerOf(
    {
      authorization: headers.get('authorization') ?? undefined,
      apiKey: headers.get('x-api-key') ?? undefined,
      forwardedFor: headers.get('x-forwarded-for') ?? undefined,
      address,
      requestId,
      isReadOnly: method === 'GET' || method === 'HEAD',
      acceptsStream: headers.get('accept')?.includes('text/event-stream') ?? false,
      cost: headers.get('x-graphql-cost') ?? undefined,
    },
    options,
  );
