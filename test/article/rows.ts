import { articlesBySlugs } from '../../src/article/queries.ts';
import type { Database } from '../../src/db/client.ts';
import { asBatch } from '../../src/db/rows/batch.ts';
import type { ArticleRow } from '../../src/db/tables/article.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey } from '../../src/db/tables/survey.ts';
import { contextFor } from '../support/context.ts';

export const reader = (db: Database) => contextFor({ db, seesDrafts: false });
export const editor = (db: Database) => contextFor({ db, seesDrafts: true });
export const slugsOf = (rows: readonly { slug: string }[] | undefined) => rows?.map(({ slug }) => slug);

export function articleOf(db: Database, slug: string): ArticleRow {
  const row = articlesBySlugs(db, [slug], true).get(slug);
  if (row === undefined) throw new Error(`The test has no article ${slug}.`);
  return row;
}

export function rowsOf<Row extends object>(rows: Row[]): [Row, ...Row[]] {
  const [first, ...rest] = asBatch(rows);
  if (first === undefined) throw new Error('The test has no rows.');
  return [first, ...rest];
}

export const narrativesOf = (db: Database) => rowsOf(db.select().from(narrative).all());
export const surveysOf = (db: Database) => rowsOf(db.select().from(survey).all());
export const day = (date: number) => new Date(Date.UTC(2024, 0, date)).toISOString();
