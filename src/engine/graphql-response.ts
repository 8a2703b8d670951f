import type { GraphQLError } from 'graphql';
import { formatError } from '../graphql/errors.ts';
import type { ResponseSize } from '../graphql/response-size.ts';
import type { CachedResponse } from './response-cache.ts';

/** The response to one operation. `data` is absent when execution never began. */
export interface GraphQLResponse {
  data?: unknown;
  errors?: readonly GraphQLError[] | undefined;
  extensions?: Record<string, unknown> | undefined;
  /** The text of the whole response, where it is the same for every caller. */
  cached?: CachedResponse | undefined;
  /** For how many seconds other caches may serve it without asking; only where it may be shared. */
  maxAge?: number | undefined;
}

/** The response to an operation, or the stream of responses to a subscription. */
export type ResponseOrStream = GraphQLResponse & { stream?: AsyncIterable<GraphQLResponse> };

/** One response is sent to all subscribers of an event, and measured before it is sent. */
const texts = new WeakMap<GraphQLResponse, string>();

/** The response as JSON: bytes where they are cached, else text. It must not change afterwards. */
export function responseBody(response: GraphQLResponse): string | Buffer {
  if (response.cached !== undefined) return response.cached.json;
  const text = texts.get(response) ?? JSON.stringify(withoutInternals(response));
  texts.set(response, text);
  return text;
}

export const responseText = (response: GraphQLResponse): string => String(responseBody(response));

const withoutInternals = ({ data, errors, extensions }: GraphQLResponse) => ({
  ...(errors !== undefined && { errors: errors.map(formatError) }),
  ...(data !== undefined && { data }),
  ...(extensions !== undefined && { extensions }),
});

/** The response, or RESPONSE_TOO_LARGE in its place where it is larger than the request still may have. */
export function withinLimit(response: GraphQLResponse, size: ResponseSize): GraphQLResponse {
  const isWithin = !size.isExceeded && size.complete(Buffer.byteLength(responseBody(response)));
  return isWithin ? response : { errors: [size.error()] };
}
