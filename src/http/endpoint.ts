import type { ExecutionResult } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Engine, RequestContext } from './engine.ts';
import { graphiql } from './graphiql.ts';
import { schema } from './schema.ts';

export type Endpoint = ReturnType<typeof createYoga<RequestContext>>;

/** Yoga answers what does not take the front door: GraphiQL, and queries by GET. The operations themselves are the engine's. */
export function createEndpoint(engine: Engine): Endpoint {
  return createYoga<RequestContext>({
    schema,
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
    // The engine has masked them already.
    maskedErrors: false,
    plugins: [
      {
        async onParams({ params, context, setResult }) {
          // The server hands in a RequestContext with every request.
          const [answer] = await engine.answer([params], context as unknown as RequestContext);
          setResult(answer as ExecutionResult);
        },
      },
    ],
  });
}
