import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../engine/caller.ts';
import type { BodyResult } from './execute-body.ts';

/** What the plugins know of a request while it is on its way through Yoga. */
export interface ServerContext {
  requestId: string;
  /** Of the socket; undefined where there is none. */
  address: string | undefined;
  /** Set for requests that the engine answers. */
  caller?: Caller;
  result?: BodyResult;
}

export type ApiPlugin = Plugin<object, ServerContext>;
