import type { GraphQLError } from 'graphql';
import { formatError } from '../graphql/errors.ts';
import type { ResponseSize } from '../graphql/response-size.ts';
import type { CachedResponse } from './response-cache.ts';

/** The response to one operation. `data` is absent when it was not executed. */
export interface GraphQLResponse {
  data?: unknown;
  errors?: readonly GraphQLError[] | undefined;
  extensions?: Record<string, unknown> | undefined;
  /** The serialized response, if it is the same for every caller. */
  cached?: CachedResponse | undefined;
  /** `Cache-Control: max-age` in seconds, if the response may be shared. */
  maxAge?: number | undefined;
  /** Set by `responseBody`. */
  text?: string | undefined;
}

/** The response to an operation, or the stream of responses to a subscription. */
export type ResponseOrStream = GraphQLResponse & { stream?: AsyncIterable<GraphQLResponse> };

/**
 * The response as JSON. It is serialized once: it is measured before it is sent, and an event is sent to many
 * subscribers. The response must not be modified afterwards.
 */
export function responseBody(response: GraphQLResponse): string | Buffer {
  if (response.cached !== undefined) return response.cached.json;
  response.text ??= JSON.stringify(withoutInternals(response));
  return response.text;
}

export const responseText = (response: GraphQLResponse): string => String(responseBody(response));

export const byteLength = (response: GraphQLResponse): number => Buffer.byteLength(responseBody(response));

/** Adds extensions to a response that may be serialized already; it must not have any. */
export function addExtensions(response: GraphQLResponse, extensions: Record<string, unknown>): void {
  response.extensions = extensions;
  if (response.text === undefined) return;
  const [rest, separator] = [response.text.slice(0, -1), response.text === '{}' ? '' : ','];
  response.text = `${rest}${separator}"extensions":${JSON.stringify(extensions)}}`;
}

const withoutInternals = ({ data, errors, extensions }: GraphQLResponse) => ({
  ...(errors !== undefined && { errors: errors.map(formatError) }),
  ...(data !== undefined && { data }),
  ...(extensions !== undefined && { extensions }),
});

/**
 * Counts the response's bytes and returns it, or RESPONSE_TOO_LARGE if it exceeds the limit of the request.
 */
export function withinLimit(response: GraphQLResponse, size: ResponseSize): GraphQLResponse {
  const isWithin = !size.isExceeded && size.complete(byteLength(response));
  return isWithin ? response : { errors: [size.error()] };
}
