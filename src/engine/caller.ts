import type { GraphQLError } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { Client } from '../guard/client.ts';
import type { Logging } from './mask-errors.ts';

/** The sender of a request, and the rules for its operations. */
export interface Caller extends Logging {
  /** The time of the request, in milliseconds since 1970. */
  now: number;
  viewer: Viewer;
  /** The owner of the budget that the request is charged to. */
  client: Client;
  /** The error of invalid credentials; if set, no operation runs. */
  refusal: GraphQLError | undefined;
  /** Whether mutations are refused, as in a GET request. */
  isReadOnly: boolean;
  /** Whether the response can be a stream, which subscriptions need. */
  acceptsStream: boolean;
  /** The `X-GraphQL-Cost` header. */
  costMode: 'report' | 'validate' | undefined;
}
