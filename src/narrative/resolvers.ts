import type { Database } from '../db/client.ts';
import { matchOf, searchWords } from '../db/full-text.ts';
import type { Key } from '../db/keyset.ts';
import { asBatch, loadForBatch } from '../db/rows/batch.ts';
import type { NarrativeRow, WholeNarrativeRow } from '../db/tables/narrative.ts';
import type { NarrativeResolvers, QueryNarrativesArgs, QueryResolvers } from '../generated/schema-types.ts';
import { type Connection, connection } from '../graphql/connection.ts';
import type { ReadContext } from '../graphql/context.ts';
import { globalId } from '../graphql/global-id.ts';
import { pageOf } from '../graphql/page.ts';
import { NarrativeTexts } from './narrative-texts.ts';
import {
  narrativeBySlug,
  narrativeCount,
  narrativePage,
  narrativesBySlugs,
  narrativeTextsByIds,
} from './queries.ts';

export const Query = {
  narrative: (_root, { slug }, { db }) => narrativeBySlug(db, slug) ?? null,
  narratives: (_root, args, context) => narrativeList(args, context),
} satisfies Partial<QueryResolvers>;

export const Narrative = {
  id: ({ slug }) => globalId('Narrative', slug),
  summary: (narrative, _args, { db }) => narrative.summary ?? textsOf(narrative, db).summary,
  keyPoints: (narrative, _args, { db }) => textsOf(narrative, db).keyPoints,
  relatedProjects: (narrative, _args, { db }) => textsOf(narrative, db).relatedProjects,
} satisfies Partial<NarrativeResolvers>;

/** Those of narratives that were read together are read together. */
function textsOf(narrative: NarrativeRow, db: Database): NarrativeTexts {
  const texts = loadForBatch(narrative, 'texts', (narratives) => {
    const rows = narratives.every(hasTexts)
      ? narratives
      : narrativeTextsByIds(
          db,
          narratives.map(({ id }) => id),
        ).values();
    return new Map([...rows].map((row) => [row.id, new NarrativeTexts(row)]));
  }).get(narrative.id);
  if (texts === undefined) throw new Error(`Narrative ${narrative.id} is missing.`);
  return texts;
}

const hasTexts = (narrative: NarrativeRow): narrative is WholeNarrativeRow => narrative.summary !== undefined;

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
  const words = filter?.search == null ? undefined : searchWords(filter.search, true);
  // A search without a single word finds nothing; it is not the same as no search.
  const isEmpty = words?.length === 0;
  const where = { survey: filter?.survey, match: words && matchOf(words), seesDrafts };
  const isDescending = orderBy?.direction === 'DESC';
  const fetch = () => asBatch(isEmpty ? [] : narrativePage(db, page, where, { field, isDescending }));
  return connection(page, order, fetch, () => (isEmpty ? 0 : narrativeCount(db, where)));
}
