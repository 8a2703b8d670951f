import { createYoga } from 'graphql-yoga';
import { graphiql } from './graphiql.ts';
import { schema } from './schema.ts';

export type Endpoint = ReturnType<typeof createYoga>;

/** Yoga serves GraphiQL. Operations never get here: they take the front door to the engine. */
export function createEndpoint(): Endpoint {
  return createYoga({
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
  });
}
