import * as article from '../article/resolvers.ts';
import { asBatch } from '../db/rows/batch.ts';
import type { QueryResolvers, ResolversTypes } from '../generated/schema-types.ts';
import type { ReadContext } from '../graphql/context.ts';
import { badUserInput } from '../graphql/errors.ts';
import { parseGlobalId } from '../graphql/global-id.ts';
import { named } from '../graphql/typename.ts';
import * as narrative from '../narrative/resolvers.ts';
import * as result from '../result/resolvers.ts';
import * as survey from '../survey/resolvers.ts';
import * as vote from '../vote/resolvers.ts';

type AnyNode = Awaited<ResolversTypes['Node']>;

/** For each type with global ids: reads its objects by their keys, several at once. */
const readers: Record<string, (keys: readonly string[], context: ReadContext) => Map<string, AnyNode>> = {
  ...narrative.nodes,
  ...survey.nodes,
  ...result.nodes,
  ...vote.nodes,
  ...article.nodes,
};

const maximumIds = 100;

export const Query = {
  node: (_root, { id }, context) => nodesByIds([id], context)[0] ?? null,
  nodes: (_root, { ids }, context) => nodesByIds(ids, context),
} satisfies Partial<QueryResolvers>;

function nodesByIds(ids: readonly string[], context: ReadContext): (AnyNode | null)[] {
  if (ids.length > maximumIds) {
    throw badUserInput(
      'ids',
      `\`ids\` has ${ids.length} entries; at most ${maximumIds} are allowed. Ask for the rest in another request.`,
    );
  }
  const parsed = ids.map(parseGlobalId);
  const found = new Map<string, AnyNode>();
  for (const [type, ofType] of Map.groupBy(
    parsed.filter((id) => id !== undefined),
    (id) => id.type,
  )) {
    const rows =
      readers[type]?.(
        ofType.map(({ key }) => key),
        context,
      ) ?? new Map();
    asBatch([...rows.values()]);
    for (const [key, row] of rows) found.set(`${type}:${key}`, named(type, row));
  }
  return parsed.map((id) => (id && found.get(`${id.type}:${id.key}`)) ?? null);
}
