import { matchOf } from '../db/full-text.ts';
import type { Key } from '../db/keyset.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import { type Connection, connection } from '../graphql/connection.ts';
import type { ReadContext } from '../graphql/context.ts';
import { globalId } from '../graphql/global-id.ts';
import { pageOf } from '../graphql/page.ts';
import { together } from '../graphql/together.ts';
import type { NarrativeResolvers, QueryNarrativesArgs, QueryResolvers } from '../graphql/types.generated.ts';
import { narrativeBySlug, narrativeCount, narrativePage, narrativesBySlugs } from './queries.ts';

export const Query = {
  narrative: (_root, { slug }, { db }) => narrativeBySlug(db, slug) ?? null,
  narratives: (_root, args, context) => narrativeList(args, context),
} satisfies Partial<QueryResolvers>;

export const Narrative = {
  id: ({ slug }) => globalId('Narrative', slug),
  // Both columns are written by `saveNarrative` only, which has validated what is in them.
  keyPoints: ({ keyPoints }) => JSON.parse(keyPoints),
  relatedProjects: ({ relatedProjects }) => JSON.parse(relatedProjects),
} satisfies Partial<NarrativeResolvers>;

export const nodes = {
  Narrative: (slugs: readonly string[], { db }: ReadContext) => narrativesBySlugs(db, slugs),
};

function narrativeList(
  { filter, orderBy, ...args }: QueryNarrativesArgs,
  { db, seesDrafts }: ReadContext,
): Connection<NarrativeRow> {
  const field = orderBy?.field ?? 'TITLE';
  const order = {
    name: `narratives ${field}`,
    keyOf: (row: NarrativeRow): Key => [field === 'TITLE' ? row.name : row.updatedAt, row.id],
  };
  const page = pageOf(args, order.name);
  const match = filter?.search == null ? undefined : matchOf(filter.search, { isEveryWordPrefix: true });
  // A search without a single word finds nothing; it is not the same as no search.
  const isEmpty = filter?.search != null && match === undefined;
  const where = { survey: filter?.survey, match, seesDrafts };
  const rows = isEmpty
    ? []
    : narrativePage(db, page, where, { field, isDescending: orderBy?.direction === 'DESC' });
  together(rows);
  return connection(page, order, rows, () => (isEmpty ? 0 : narrativeCount(db, where)));
}
