import { hash } from 'node:crypto';
import { articlesByIds } from '../article/queries.ts';
import { matchOf, searchWords } from '../db/full-text.ts';
import { asBatch } from '../db/rows/batch.ts';
import type {
  QueryResolvers,
  QuerySearchArgs,
  SearchConnectionResolvers,
  SearchEdgeResolvers,
} from '../generated/schema-types.ts';
import { connection, connectionFields } from '../graphql/connection.ts';
import type { ReadContext } from '../graphql/context.ts';
import { pageOf } from '../graphql/page.ts';
import { named } from '../graphql/typename.ts';
import { narrativesByIds } from '../narrative/queries.ts';
import { surveysByIds } from '../survey/queries.ts';
import type { Hit, SearchPage } from './hit.ts';
import { snippetOf } from './passage.ts';
import { passageOf } from './passages.ts';
import { type Found, foundCount, foundPage, keyOfFound } from './queries.ts';
import { searchKinds } from './ranking.ts';

export const Query = {
  search: (_root, args, context) => searchPage(args, context),
} satisfies Partial<QueryResolvers>;

export const SearchConnection = {
  ...connectionFields,
  edges: ({ rows }) => rows,
  nodes: ({ rows }) => rows.map(({ node }) => node),
} satisfies SearchConnectionResolvers;

export const SearchEdge = {
  snippet: (hit, _args, { db }) => snippetOf(passageOf(hit, db).text, hit.words),
  section: (hit, _args, { db }) => passageOf(hit, db).section ?? null,
} satisfies Partial<SearchEdgeResolvers>;

function searchPage({ query, types, ...args }: QuerySearchArgs, context: ReadContext): SearchPage {
  const words = searchWords(query);
  const search = {
    match: matchOf(words),
    kinds: searchKinds.filter((kind) => !types?.length || types.includes(kind)),
  };
  const order = {
    // A cursor is a place in one search, so it says in which.
    name: `search ${hash('sha256', JSON.stringify(search), 'base64url')}`,
    keyOf: keyOfFound,
  };
  const page = pageOf(args, order.name);
  const fetch = () => (words.length === 0 ? [] : foundPage(context.db, page, search));
  const count = () => (words.length === 0 ? 0 : foundCount(context.db, search));
  const found = connection(page, order, fetch, count);
  const about = (entry: Found) => ({ cursor: found.cursor(entry), words, place: entry.rank.place });
  let hits: Hit[] | undefined;
  return {
    page,
    get rows() {
      hits ??= hitsOf(found.rows, context, about);
      return hits;
    },
    get hasMore() {
      return found.hasMore;
    },
    cursor: (hit) => hit.cursor,
    count: found.count,
  };
}

/**
 * Reads what was found, each kind in one statement. What was deleted since the index was written is left out.
 */
function hitsOf(
  found: readonly Found[],
  context: ReadContext,
  about: (entry: Found) => Pick<Hit, 'cursor' | 'words' | 'place'>,
): Hit[] {
  const { db, seesDrafts } = context;
  const read = <Row extends object>(
    kind: Hit['kind'],
    load: (ids: number[]) => Map<number, Row>,
  ): Map<number, Row> => {
    const ids = found.filter(({ rank }) => rank.kind === kind).map(({ id }) => id);
    const rows = ids.length === 0 ? new Map<number, Row>() : load(ids);
    asBatch([...rows.values()]);
    return rows;
  };
  const narratives = read('NARRATIVE', (ids) => narrativesByIds(db, ids));
  const surveys = read('SURVEY', (ids) => surveysByIds(db, ids, seesDrafts));
  const articles = read('ARTICLE', (ids) => articlesByIds(db, ids, seesDrafts));
  const hits = found.flatMap((entry): Hit[] => {
    if (entry.rank.kind === 'NARRATIVE') {
      const node = narratives.get(entry.id);
      return node ? [{ ...about(entry), kind: 'NARRATIVE', node: named('Narrative', node) }] : [];
    }
    if (entry.rank.kind === 'SURVEY') {
      const node = surveys.get(entry.id);
      return node ? [{ ...about(entry), kind: 'SURVEY', node: named('Survey', node) }] : [];
    }
    const node = articles.get(entry.id);
    return node ? [{ ...about(entry), kind: 'ARTICLE', node: named('Article', node) }] : [];
  });
  asBatch(hits);
  return hits;
}
