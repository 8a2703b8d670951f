import { GraphQLError, type GraphQLErrorOptions, type GraphQLFormattedError } from 'graphql';
import { ClockInDoubtError, UnavailableError } from '../db/writer.ts';

/** The documented values of `extensions.code` with the HTTP status of a request that fails by them as a whole. */
export const errorCodes = {
  UNAUTHENTICATED: {
    status: 401,
    isByMediaType: false,
    description:
      'A key or token is missing where a field demands one, or is unknown, malformed, expired or revoked.',
  },
  FORBIDDEN: {
    status: 403,
    isByMediaType: false,
    description: 'The key or token lacks a scope that a field demands.',
  },
  BAD_USER_INPUT: {
    status: 400,
    isByMediaType: true,
    description: 'A value cannot be used; `extensions.argument` names the argument where there is one.',
  },
  COST_LIMIT_EXCEEDED: {
    status: 400,
    isByMediaType: true,
    description: 'The request costs more points than one request may.',
  },
  DOCUMENT_LIMIT_EXCEEDED: {
    status: 400,
    isByMediaType: true,
    description: 'The document is larger, deeper or busier than one may be.',
  },
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    isByMediaType: true,
    description: 'The document is not GraphQL.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    isByMediaType: true,
    description: 'The document does not fit the schema.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    status: 400,
    isByMediaType: true,
    description: 'No document is known by the hash; send the document with its hash once.',
  },
  BATCH_LIMIT_EXCEEDED: {
    status: 413,
    isByMediaType: false,
    description: 'One HTTP request carries more operations than it may.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    isByMediaType: false,
    description: 'The body has more bytes than one may.',
  },
  RESPONSE_TOO_LARGE: {
    status: 400,
    isByMediaType: true,
    description: 'The response has more bytes than one may.',
  },
  RATE_LIMITED: {
    status: 429,
    isByMediaType: false,
    description: 'The budget is spent; `Retry-After` says when it is filled again.',
  },
  UNAVAILABLE: {
    status: 503,
    isByMediaType: false,
    description:
      'The server cannot do it just now, such as write to a full disk, or take a vote after its clock has jumped.',
  },
  TIMEOUT: {
    status: 504,
    isByMediaType: false,
    description: 'The operation took longer than one may.',
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    isByMediaType: false,
    description: 'Something went wrong here; the request id in `x-request-id` finds it in the log.',
  },
} as const satisfies Record<
  string,
  {
    status: number;
    /** Whether GraphQL over HTTP asks for 200 instead when the answer is `application/json`. */
    isByMediaType: boolean;
    description: string;
  }
>;

export type ErrorCode = keyof typeof errorCodes;

const hasCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** How an error shows in the HTTP response, in Yoga's form; it is not part of the response's body. */
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
  /** Headers of the HTTP response to a request that fails by it as a whole. */
  headers?: Record<string, string> | undefined;
}

/** An error for callers; `message` says what was asked, the limit and the way out. */
export const failure = (
  code: ErrorCode,
  message: string,
  extensions: Record<string, unknown> = {},
  { headers, ...place }: FailureOptions = {},
): GraphQLError =>
  new GraphQLError(message, { ...place, extensions: { code, http: httpOf(code, headers), ...extensions } });

/** A request that GraphQL over HTTP cannot read: its status does not depend on the media type of the response. */
export const badRequest = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
): GraphQLError => failure('BAD_USER_INPUT', message, { http: { status, headers } });

/** The caller gave a value that cannot be used; `argument` is the argument's name. */
export const badUserInput = (argument: string, message: string): GraphQLError =>
  failure('BAD_USER_INPUT', message, { argument });

const unavailable = 'Nothing was written: the database cannot take it just now. Try again in a few seconds.';

/** What `publicError` hides is handed to `onUnknown`, once per error. */
export function publicError(error: GraphQLError, onUnknown: (cause: unknown) => void): GraphQLError {
  const cause = unknownCause(error);
  const code = error.extensions.code;
  if (cause === undefined && !isOurs(error)) {
    // What graphql and Yoga refuse by themselves (variables, parameters) is the caller's to mend.
    return hasCode(code) && 'http' in error.extensions
      ? error
      : withCode(error, error.message, hasCode(code) ? code : 'BAD_USER_INPUT');
  }
  if (cause instanceof ClockInDoubtError) return withCode(error, cause.message, 'UNAVAILABLE');
  if (cause instanceof UnavailableError) return withCode(error, unavailable, 'UNAVAILABLE');
  onUnknown(cause ?? error);
  return withCode(
    error,
    'Something went wrong here. The request id in `x-request-id` leads the operators to the cause.',
    'INTERNAL_SERVER_ERROR',
  );
}

/** Whether graphql found a field's value to be none: a resolver of ours is wrong, not the request. */
const isOurs = ({ path, message, extensions }: GraphQLError): boolean =>
  path !== undefined && extensions.code === undefined && !/^(Argument|Variable|Directive) /.test(message);

const withCode = (error: GraphQLError, message: string, code: ErrorCode): GraphQLError =>
  new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { code, http: error.extensions.http ?? httpOf(code) },
  });

/** The error that was thrown by our own code, if it is none that callers are meant to see. */
function unknownCause(error: GraphQLError): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError) {
    if (cause.originalError == null) return undefined;
    cause = cause.originalError;
  }
  return cause;
}

/** As the response shows it. */
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

/** Headers that the errors of a failed request add to the HTTP response. */
export const headersOfErrors = (errors: readonly GraphQLError[]): Record<string, string> =>
  // As in `statusOf`.
  Object.assign(
    {},
    ...errors.map(({ extensions }) => (extensions.http as HttpExtension | undefined)?.headers),
  );

/** The HTTP status of a request that failed as a whole: the highest of its errors. */
export const statusOf = (errors: readonly GraphQLError[], mediaType: string): number =>
  Math.max(
    ...errors.map(({ extensions }) => {
      // Set by `failure` and `withCode`, and by Yoga in the same form.
      const http = extensions.http as HttpExtension | undefined;
      if (http === undefined) return errorCodes.INTERNAL_SERVER_ERROR.status;
      return http.spec === true && mediaType === 'application/json' ? 200 : http.status;
    }),
  );
