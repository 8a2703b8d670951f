import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../engine/caller.ts';
import type { BodyResult } from './execute-body.ts';

/** Data of a request that the Yoga plugins share. */
export interface ServerContext {
  requestId: string;
  /** The IP address of the socket; undefined without a socket. */
  address: string | undefined;
  /** Set for requests that the engine executes. */
  caller?: Caller;
  result?: BodyResult;
}

export type ApiPlugin = Plugin<object, ServerContext>;
