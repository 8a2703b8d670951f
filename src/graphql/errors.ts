import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';

/** The documented values of `extensions.code` with the HTTP status of a request that fails by them as a whole. */
export const errorCodes = {
  BAD_USER_INPUT: { status: 400, isByMediaType: true },
  GRAPHQL_PARSE_FAILED: { status: 400, isByMediaType: true },
  GRAPHQL_VALIDATION_FAILED: { status: 400, isByMediaType: true },
  BATCH_LIMIT_EXCEEDED: { status: 413, isByMediaType: false },
  REQUEST_TOO_LARGE: { status: 413, isByMediaType: false },
  INTERNAL_SERVER_ERROR: { status: 500, isByMediaType: false },
} as const satisfies Record<
  string,
  {
    status: number;
    /** Whether GraphQL over HTTP asks for 200 instead when the answer is `application/json`. */
    isByMediaType: boolean;
  }
>;

export type ErrorCode = keyof typeof errorCodes;

const hasCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** An error that the caller may read; `message` says what was asked, the limit and the way out. */
// Made by Yoga's function: a GraphQLError from another copy of graphql would be masked as an internal error.
export const failure = (code: ErrorCode, message: string, extensions: Record<string, unknown> = {}): GraphQLError =>
  createGraphQLError(message, { extensions: { code, ...extensions } });

/** The caller gave a value that cannot be used; `argument` is the argument's name. */
export const badUserInput = (argument: string, message: string): GraphQLError =>
  failure('BAD_USER_INPUT', message, { argument });

/** What `publicError` hides is handed to `onUnknown`, once per error. */
export function publicError(error: GraphQLError, onUnknown: (cause: unknown) => void): GraphQLError {
  const cause = unknownCause(error);
  const code = error.extensions['code'];
  if (cause === undefined) {
    // What graphql and Yoga refuse by themselves (variables, parameters) is the caller's to mend.
    return hasCode(code) ? error : withCode(error, error.message, codeOf(error));
  }
  onUnknown(cause);
  return withCode(error, 'Something went wrong here. The request id in `x-request-id` leads the operators to the cause.', 'INTERNAL_SERVER_ERROR');
}

const codeOf = (error: GraphQLError): ErrorCode =>
  error.extensions['code'] === undefined && error.path === undefined && error.nodes === undefined && error.source !== undefined
    ? 'GRAPHQL_PARSE_FAILED'
    : 'BAD_USER_INPUT';

const withCode = (error: GraphQLError, message: string, code: ErrorCode): GraphQLError =>
  createGraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { code },
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
export const formatError = ({ message, locations, path, extensions }: GraphQLError): GraphQLFormattedError => ({
  message,
  ...(locations && { locations }),
  ...(path && { path }),
  extensions: Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'http')),
});

/** The HTTP status of a request that failed as a whole, by the gravest of its errors. */
export function statusOf(errors: readonly GraphQLError[], mediaType: string): number {
  const statuses = errors.map(({ extensions }) => {
    const { status, isByMediaType } = errorCodes[hasCode(extensions['code']) ? extensions['code'] : 'INTERNAL_SERVER_ERROR'];
    return isByMediaType && mediaType === 'application/json' ? 200 : status;
  });
  return Math.max(...statuses);
}
