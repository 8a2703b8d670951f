import { readdirSync, readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { createSchema } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import { listEnumValues } from '../graphql/list-enum-values.ts';
import { countResponseSize } from '../graphql/response-size.ts';
import { describePricesAndScopes } from './describe-prices-and-scopes.ts';
import { resolvers } from './resolvers.ts';

const folder = new URL('../../schema/', import.meta.url);

/** The SDL, one text per file. */
const typeDefinitions: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

export const schema: GraphQLSchema = describePricesAndScopes(
  listEnumValues(countResponseSize(createSchema<Context>({ typeDefs: [...typeDefinitions], resolvers }))),
);
