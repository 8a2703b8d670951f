import { hash } from 'node:crypto';
import { articlesByIds } from '../article/queries.ts';
import { matchOf } from '../db/full-text.ts';
import type { Key } from '../db/keyset.ts';
import type {
  QueryResolvers,
  QuerySearchArgs,
  SearchConnectionResolvers,
  SearchEdgeResolvers,
} from '../generated/schema-types.ts';
import { asBatch, loadForBatch } from '../graphql/batch.ts';
import { connection, connectionFields } from '../graphql/connection.ts';
import type { ReadContext } from '../graphql/context.ts';
import { pageOf } from '../graphql/page.ts';
import { named } from '../graphql/typename.ts';
import { narrativesByIds } from '../narrative/queries.ts';
import { surveysByIds } from '../survey/queries.ts';
import type { Hit, SearchPage } from './hit.ts';
import {
  type Found,
  foundCount,
  foundPage,
  passagesByIds,
  type Search,
  type SearchKind,
  searchKinds,
} from './queries.ts';
import { snippetHtml } from './snippet.ts';

export const Query = {
  search: (_root, args, context) => searchPage(args, context),
} satisfies Partial<QueryResolvers>;

export const SearchConnection = {
  ...connectionFields,
  edges: ({ rows }) => rows,
  nodes: ({ rows }) => rows.map(({ node }) => node),
} satisfies SearchConnectionResolvers;

export const SearchEdge = {
  snippet: (hit, _args, { db }) => snippetHtml(passageOf(hit, db)),
} satisfies Partial<SearchEdgeResolvers>;

function searchPage({ query, types, ...args }: QuerySearchArgs, context: ReadContext): SearchPage {
  const match = matchOf(query);
  const kinds = searchKinds.filter((kind) => !types?.length || types.includes(kind));
  const order = {
    // Scores compare within one search only, so a cursor says which search it is from.
    name: `search ${hash('sha256', JSON.stringify([match, kinds]), 'base64url')}`,
    keyOf: ({ score, id }: Found): Key => [score, id],
  };
  const page = pageOf(args, order.name);
  const search = match === undefined ? undefined : { match, kinds };
  const read = search === undefined ? [] : foundPage(context.db, page, search);
  const count = () => (search === undefined ? 0 : foundCount(context.db, search));
  const { rows: found, cursor, ...rest } = connection(page, order, read, count);
  const rows = search === undefined ? [] : hitsOf(found, cursor, search, context);
  return { ...rest, rows, cursor: (hit) => hit.cursor };
}

function hitsOf(
  found: readonly Found[],
  cursor: (entry: Found) => string,
  { match, kinds }: Search,
  context: ReadContext,
): Hit[] {
  const nodes = nodesOf(found, kinds, context);
  const hits = found.flatMap((entry) => {
    const node = nodes.get(entry.id);
    // Another process may have deleted it since the index was read.
    return node === undefined ? [] : [{ id: entry.id, match, cursor: cursor(entry), node }];
  });
  asBatch(hits);
  return hits;
}

const passageOf = (hit: Hit, db: ReadContext['db']): string =>
  loadForBatch(hit, 'passage', (hits) =>
    passagesByIds(
      db,
      hit.match,
      hits.map(({ id }) => id),
    ),
  ).get(hit.id) ?? '';

const readers = {
  NARRATIVE: {
    typename: 'Narrative',
    byIds: (ids: readonly number[], { db }: ReadContext) => narrativesByIds(db, ids),
  },
  SURVEY: {
    typename: 'Survey',
    byIds: (ids: readonly number[], { db, seesDrafts }: ReadContext) => surveysByIds(db, ids, seesDrafts),
  },
  ARTICLE: {
    typename: 'Article',
    byIds: (ids: readonly number[], { db, seesDrafts }: ReadContext) => articlesByIds(db, ids, seesDrafts),
  },
} as const;

/** The nodes by the ids of their entries: one statement for each kind that is searched, whatever was found. */
function nodesOf(
  found: readonly Found[],
  kinds: readonly SearchKind[],
  context: ReadContext,
): Map<number, Hit['node']> {
  const nodes = new Map<number, Hit['node']>();
  for (const kind of kinds) {
    const entries = found.filter((entry) => searchKinds[entry.kind] === kind);
    const rows: Map<number, Hit['node']> = readers[kind].byIds(
      entries.map(({ sourceId }) => sourceId),
      context,
    );
    asBatch([...rows.values()]);
    for (const { id, sourceId } of entries) {
      const row = rows.get(sourceId);
      if (row !== undefined) nodes.set(id, named(readers[kind].typename, row));
    }
  }
  return nodes;
}
