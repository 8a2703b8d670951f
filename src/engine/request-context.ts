import type { GraphQLError } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { Client } from '../guard/client.ts';
import type { Logging } from './mask-errors.ts';
import type { ResponseHeaders } from './response-headers.ts';

/** What is known of an HTTP request before its operations are looked at. */
export interface RequestContext extends Logging {
  /** Milliseconds since 1970, the same for everything that the request does. */
  now: number;
  isGet: boolean;
  /** Whether the client reads a stream. */
  isStream: boolean;
  /** What the client wants to know of the cost (`X-GraphQL-Cost`). */
  costMode: 'report' | 'validate' | undefined;
  viewer: Viewer;
  /** Whose budget the request is charged to. */
  client: Client;
  /** Why nothing of the request is answered: its proof of identity is none. */
  refusal: GraphQLError | undefined;
  /** Of the response. */
  headers: ResponseHeaders;
}
