import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { settings } from '../servers/settings.ts';
import { createLoaders, resolvers } from './drizzle-resolvers.ts';
import { typeDefs } from './schema.ts';

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: () => ({ loaders: createLoaders() }),
  batching: true,
  logging: false,
});
createServer(yoga).listen(settings.port, '127.0.0.1');
