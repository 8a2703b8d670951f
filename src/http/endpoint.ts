import { GraphQLError } from 'graphql';
import { createYoga, isAsyncIterable, type YogaServerInstance } from 'graphql-yoga';
import type { Database } from '../db/client.ts';
import type { Context } from '../graphql/context.ts';
import { publicError } from '../graphql/errors.ts';
import { graphiql } from './graphiql.ts';
import type { Logger } from './log.ts';
import { schema } from './schema.ts';

/** What a door knows of a request before it is answered, and the log line learns from answering it. */
export interface RequestContext {
  requestId: string;
  /** Milliseconds since 1970. */
  now: number;
  log: Logger;
}

export type Endpoint = YogaServerInstance<RequestContext, Context>;

export interface EndpointOptions {
  db: Database;
}

/** The GraphQL engine behind `/graphql`: whatever door a request came through, it is parsed, validated and executed here. */
export function createEndpoint({ db }: EndpointOptions): Endpoint {
  return createYoga<RequestContext, Context>({
    schema,
    context: ({ now }) => ({ db, now, seesDrafts: false }),
    graphqlEndpoint: '/graphql',
    graphiql,
    // 9 MB of editor: loaded when the first person asks for it, not when the server starts.
    renderGraphiQL: async (options) =>
      (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    landingPage: false,
    multipart: false,
    logging: false,
    // The server answers cross-origin requests itself, for every path and door alike.
    cors: false,
    batching: false,
    // Errors are masked in onExecutionResult, which both doors pass and which knows the request's id.
    maskedErrors: false,
    plugins: [
      {
        onExecutionResult({ result, setResult, context }) {
          if (result === undefined || isAsyncIterable(result) || Array.isArray(result)) return;
          if (result.errors !== undefined) {
            // Both doors hand in a RequestContext.
            setResult({
              ...result,
              errors: publicErrors(result.errors, context as unknown as RequestContext),
            });
          }
        },
      },
    ],
  });
}

/** The errors as callers may see them; what is hidden from them is logged with the request's id. */
export const publicErrors = (
  errors: readonly GraphQLError[],
  { log, requestId }: RequestContext,
): GraphQLError[] =>
  errors.map((error) =>
    publicError(error, (cause) => log.error({ requestId, err: cause }, 'unexpected error')),
  );

/** Anything that was thrown, as an error that callers may see. */
export const publicErrorOf = (thrown: unknown, context: RequestContext): GraphQLError[] => {
  const error =
    thrown instanceof GraphQLError
      ? thrown
      : new GraphQLError('Unexpected', { originalError: asError(thrown) });
  return publicErrors([error], context);
};

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
