import type { GraphQLError } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { Client } from '../guard/client.ts';
import type { Logging } from './mask-errors.ts';

/** Who sent a request, and how the operations in it may run. */
export interface Caller extends Logging {
  /** Milliseconds since 1970, the same for everything that the request does. */
  now: number;
  viewer: Viewer;
  /** Whose budget the request is charged to. */
  client: Client;
  /** Why nothing of the request is executed: its credentials were not accepted. */
  refusal: GraphQLError | undefined;
  /** Whether only queries may run, as by GET. */
  isReadOnly: boolean;
  /** Whether a subscription can be answered, with a stream. */
  acceptsStream: boolean;
  /** What the caller asked to know about costs (`X-GraphQL-Cost`). */
  costMode: 'report' | 'validate' | undefined;
}
