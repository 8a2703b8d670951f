import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { settings } from '../servers/settings.ts';
import { createLoaders, resolvers } from './drizzle-resolvers.ts';
import { typeDefs } from './schema.ts';

const server = new ApolloServer({ typeDefs, resolvers, allowBatchedHttpRequests: true });
await startStandaloneServer(server, {
  listen: { port: settings.port, host: '127.0.0.1' },
  context: async () => ({ loaders: createLoaders() }),
});
