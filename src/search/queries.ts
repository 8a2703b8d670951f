import { sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import type { Key, Page } from '../db/keyset.ts';
import { statements } from '../db/rows/statement.ts';
import { type Place, type Rank, ranksOf, type SearchKind } from './ranking.ts';

/** What is searched for: a full-text expression, as `matchOf` makes it, and the kinds of things. */
export interface Search {
  match: string;
  kinds: readonly SearchKind[];
}

/** Something that matches. */
export interface Found {
  rank: Rank;
  /** Of the row. */
  id: number;
}

/**
 * The indexes by kind (migration `search_by_kind`): the one that has the title and the headings, and the one
 * that has everything.
 */
const indexes = {
  NARRATIVE: { headings: 'narrative_index', all: 'narrative_index' },
  SURVEY: { headings: 'survey_index', all: 'survey_index' },
  ARTICLE: { headings: 'article_heading_index', all: 'article_index' },
} as const;

type Index = (typeof indexes)[SearchKind]['headings' | 'all'];

const indexOf = ({ kind, place }: Pick<Rank, 'kind' | 'place'>): Index =>
  indexes[kind][place === 'body' ? 'all' : 'headings'];

/** The columns that are better than the body. */
const headingsIn = (index: Index): string => (index === 'article_index' ? '{heading}' : '{title heading}');

/** Matches what has all words in one place, but not in a better one. */
const matchIn: Record<Place, (match: string, index: Index) => string> = {
  title: (match) => `{title} : (${match})`,
  heading: (match) => `({title heading} : (${match})) NOT ({title} : (${match}))`,
  body: (match, index) => `(${match}) NOT (${headingsIn(index)} : (${match}))`,
};

// By rowid, in which order FTS5 finds the rows: it stops at the limit, and sorts nothing.
const pages = statements((db, index: Index) =>
  db
    .select({ id: sql<number>`rowid` })
    .from(sql.raw(index))
    .where(sql`${sql.raw(index)} match ${sql.placeholder('match')} and rowid < ${sql.placeholder('below')}`)
    .orderBy(sql`rowid desc`)
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/**
 * How hits are ordered, for their connection: by rank, and within a rank the one that was added last comes
 * first.
 */
export const keyOfFound = ({ rank, id }: Found): Key => [rank.number, id];

/** The hits of one page, the best first, with one more if the list goes on. A page is read forward only. */
export function foundPage(db: Database, { size, after }: Page, { match, kinds }: Search): Found[] {
  const [lastRank, lastId] = after ?? [0, undefined];
  const found: Found[] = [];
  for (const rank of ranksOf(kinds)) {
    if (found.length > size) break;
    if (rank.number < Number(lastRank)) continue;
    const index = indexOf(rank);
    const rows = pages(db, index).all({
      match: matchIn[rank.place](match, index),
      below: rank.number === lastRank && lastId !== undefined ? lastId : Number.MAX_SAFE_INTEGER,
      limit: size + 1 - found.length,
    });
    for (const { id } of rows) found.push({ rank, id });
  }
  return found;
}

/** What `foundCount` counts to. */
const countLimit = 1_000;

const counts = statements((db, index: Index) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(
      sql`(select 1 from ${sql.raw(index)}
           where ${sql.raw(index)} match ${sql.placeholder('match')} limit ${sql.placeholder('limit')})`,
    )
    .prepare(),
);

/** How many things match, 1,000 at most. */
export function foundCount(db: Database, { match, kinds }: Search): number {
  let total = 0;
  for (const kind of kinds) {
    if (total === countLimit) break;
    const { count = 0 } = counts(db, indexes[kind].all).get({ match, limit: countLimit - total }) ?? {};
    total += count;
  }
  return total;
}
