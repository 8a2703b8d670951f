import { and, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { isMatch } from '../db/full-text.ts';
import {
  type Keyset,
  keysetOrder,
  keysetParameters,
  keysetShape,
  keysetWhere,
  type Page,
} from '../db/keyset.ts';
import { isIn, list, statement, statements } from '../db/statement.ts';
import { marker } from './snippet.ts';

/** The place of a kind is its number in the index (migration 0001). */
export const searchKinds = ['NARRATIVE', 'SURVEY', 'ARTICLE'] as const;

export type SearchKind = (typeof searchKinds)[number];

/** What is searched for: a full-text expression, as `matchOf` makes it, and the kinds of things. */
export interface Search {
  match: string;
  kinds: readonly SearchKind[];
}

/** An entry of the index that matches. */
export interface Found {
  id: number;
  /** A place in `searchKinds`. */
  kind: number;
  /** Of the row that the entry was made from. */
  sourceId: number;
  /** The lower, the better: bm25 with FTS5's sign. */
  score: number;
}

const index = sql`search_index`;
const id = sql<number>`rowid`;
const kind = sql<number>`rowid % 4`;
const bestFirst: Keyset = { by: sql`rank`, id, isDescending: false };

const isWanted = (): SQL | undefined => and(isMatch('match'), isIn(kind, 'kinds'));

const parametersOf = ({ match, kinds }: Search) => ({
  match,
  kinds: list(kinds.map((kind) => searchKinds.indexOf(kind))),
});

const pages = statements((db, shape) =>
  db
    .select({ id, kind, sourceId: sql<number>`rowid / 4`, score: sql<number>`rank` })
    .from(index)
    .where(and(isWanted(), keysetWhere(bestFirst, shape)))
    .orderBy(keysetOrder(bestFirst, shape))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** The entries of one page, the best first, with one more if the list goes on. */
export const foundPage = (db: Database, page: Page, search: Search): Found[] =>
  pages(db, keysetShape(page)).all({ ...keysetParameters(page), ...parametersOf(search) });

const counts = statement((db) =>
  db.select({ count: sql<number>`count(*)` }).from(index).where(isWanted()).prepare(),
);

export const foundCount = (db: Database, search: Search): number =>
  counts(db).get(parametersOf(search))?.count ?? 0;

/** In words, of which FTS5 allows up to 64. */
const passageLength = 32;

// Not read with the page: SQLite would cut a passage for every match before it sorts and limits them.
const passages = statement((db) =>
  db
    .select({
      id,
      passage: sql<string>`snippet(search_index, -1, ${marker.start}, ${marker.end}, '…', ${passageLength})`,
    })
    .from(index)
    .where(and(isMatch('match'), isIn(id, 'ids')))
    .prepare(),
);

/** The passage of each entry that matches best, with markers around the words that were found. */
export const passagesByIds = (db: Database, match: string, ids: readonly number[]): Map<number, string> =>
  new Map(
    passages(db)
      .all({ match, ids: list(ids) })
      .map((row) => [row.id, row.passage]),
  );
