import { GraphQLError, type GraphQLErrorOptions, type GraphQLFormattedError } from 'graphql';
import { ClockInDoubtError, UnavailableError } from '../db/writer.ts';

/** The values of `extensions.code`, with the HTTP status when the whole request fails. */
export const errorCodes = {
  UNAUTHENTICATED: {
    status: 401,
    isByMediaType: false,
    description:
      'A key or token is missing where a field requires one, or is unknown, malformed, expired or revoked.',
  },
  FORBIDDEN: {
    status: 403,
    isByMediaType: false,
    description: 'The key or token lacks a scope that a field requires.',
  },
  BAD_USER_INPUT: {
    status: 400,
    isByMediaType: true,
    description:
      'A value is invalid; `extensions.argument` names the argument if there is one, and `extensions.coordinate` where it is in the schema, such as `Query.articles(first:)`.',
  },
  COST_LIMIT_EXCEEDED: {
    status: 400,
    isByMediaType: true,
    description: 'The request costs more points than the limit of one request.',
  },
  DOCUMENT_LIMIT_EXCEEDED: {
    status: 400,
    isByMediaType: true,
    description: 'The document or its variables exceed a limit on size, nesting or number of parts.',
  },
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    isByMediaType: true,
    description: 'The document has a syntax error.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    isByMediaType: true,
    description: 'The document does not match the schema.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    status: 400,
    isByMediaType: true,
    description:
      'No document is stored under the hash; send the document with its hash once. Or only registered operations are accepted, and this is not one of them.',
  },
  BATCH_LIMIT_EXCEEDED: {
    status: 413,
    isByMediaType: false,
    description: 'The HTTP request has more operations than the limit.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    isByMediaType: false,
    description: 'The request body has more bytes than the limit.',
  },
  RESPONSE_TOO_LARGE: {
    status: 400,
    isByMediaType: true,
    description: 'The response has more bytes than the limit.',
  },
  RATE_LIMITED: {
    status: 429,
    isByMediaType: false,
    description: 'The budget is spent; `Retry-After` gives the seconds until it is full again.',
  },
  UNAVAILABLE: {
    status: 503,
    isByMediaType: false,
    description:
      'Temporarily not possible, such as writes while the disk is full, or votes after the clock of the server has jumped.',
  },
  TIMEOUT: {
    status: 504,
    isByMediaType: false,
    description: 'The operation took longer than the limit.',
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    isByMediaType: false,
    description: 'An error of the server; find it in the log by the request id in `x-request-id`.',
  },
} as const satisfies Record<
  string,
  {
    status: number;
    /** Whether the status is 200 instead if the response is `application/json`, by GraphQL over HTTP. */
    isByMediaType: boolean;
    description: string;
  }
>;

export type ErrorCode = keyof typeof errorCodes;

const hasCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** `extensions.http` of an error, in Yoga's format. It is removed from the response body. */
interface HttpExtension {
  status: number;
  /** Whether the status is 200 instead when the response is `application/json`. */
  spec?: boolean;
  headers?: Record<string, string>;
}

const httpOf = (code: ErrorCode, headers?: Record<string, string>): HttpExtension => ({
  status: errorCodes[code].status,
  spec: errorCodes[code].isByMediaType,
  ...(code === 'UNAUTHENTICATED' && { headers: { 'www-authenticate': 'Bearer' } }),
  ...(headers && { headers }),
});

interface FailureOptions extends Pick<GraphQLErrorOptions, 'nodes' | 'source' | 'positions'> {
  /** HTTP headers of the response if the whole request fails. */
  headers?: Record<string, string> | undefined;
}

/** An error for callers; `message` states what was requested, the limit and a remedy. */
export const failure = (
  code: ErrorCode,
  message: string,
  extensions: Record<string, unknown> = {},
  { headers, ...location }: FailureOptions = {},
): GraphQLError =>
  new GraphQLError(message, {
    ...location,
    extensions: { code, http: httpOf(code, headers), ...extensions },
  });

/** An invalid HTTP request. Its status does not depend on the media type of the response. */
export const badRequest = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
): GraphQLError => failure('BAD_USER_INPUT', message, { http: { status, headers } });

/** An invalid value of the argument with this name. */
export const badUserInput = (argument: string, message: string): GraphQLError =>
  failure('BAD_USER_INPUT', message, { argument });

const unavailable =
  'Nothing was written: the database is temporarily unavailable. Try again in a few seconds.';

/** Masks errors that are not for callers, and passes the cause of each to `onUnknown`. */
export function publicError(error: GraphQLError, onUnknown: (cause: unknown) => void): GraphQLError {
  const cause = unknownCause(error);
  const code = error.extensions.code;
  if (cause === undefined && !isResolverError(error)) {
    // Errors of graphql-js and Yoga about the request, such as invalid variables or parameters.
    return hasCode(code) && 'http' in error.extensions
      ? error
      : withCode(error, error.message, hasCode(code) ? code : 'BAD_USER_INPUT');
  }
  if (cause instanceof ClockInDoubtError) return withCode(error, cause.message, 'UNAVAILABLE');
  if (cause instanceof UnavailableError) return withCode(error, unavailable, 'UNAVAILABLE');
  onUnknown(cause ?? error);
  return withCode(
    error,
    'The server failed. The operators can find the cause by the request id in `x-request-id`.',
    'INTERNAL_SERVER_ERROR',
  );
}

/** Whether graphql-js rejected the value that a resolver returned. */
const isResolverError = ({ path, message, extensions }: GraphQLError): boolean =>
  path !== undefined && extensions.code === undefined && !/^(Argument|Variable|Directive) /.test(message);

const withCode = (error: GraphQLError, message: string, code: ErrorCode): GraphQLError =>
  new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { code, http: error.extensions.http ?? httpOf(code) },
  });

/** The error that our own code has thrown, unless it is a GraphQLError. */
function unknownCause(error: GraphQLError): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError) {
    if (cause.originalError == null) return undefined;
    cause = cause.originalError;
  }
  return cause;
}

/** The error as it is serialized in the response. */
export const formatError = ({
  message,
  locations,
  path,
  extensions,
}: GraphQLError): GraphQLFormattedError => ({
  message,
  ...(locations && { locations }),
  ...(path && { path }),
  extensions: Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'http')),
});

/** The HTTP headers of the errors of a failed request. */
export const headersOfErrors = (errors: readonly GraphQLError[]): Record<string, string> =>
  // `extensions.http` is set by `failure` and `withCode`, and by Yoga in the same format.
  Object.assign(
    {},
    ...errors.map(({ extensions }) => (extensions.http as HttpExtension | undefined)?.headers),
  );

/** The HTTP status of a request that failed as a whole: the highest status of its errors. */
export const statusOf = (errors: readonly GraphQLError[], mediaType: string): number =>
  Math.max(
    ...errors.map(({ extensions }) => {
      // Set by `failure` and `withCode`, and by Yoga in the same format.
      const http = extensions.http as HttpExtension | undefined;
      if (http === undefined) return errorCodes.INTERNAL_SERVER_ERROR.status;
      return http.spec === true && mediaType === 'application/json' ? 200 : http.status;
    }),
  );
