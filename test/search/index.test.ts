import { fileURLToPath } from 'node:url';
import { eq, sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { article } from '../../src/db/tables/article.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey } from '../../src/db/tables/survey.ts';
import { emptyDatabase } from '../support/database.ts';
import { addArticle, addNarrative, addSurvey } from './sample.ts';

interface Entry {
  kind: number;
  title: string;
  body: string;
}

const entries = (db: Database): Entry[] =>
  db.all(sql`select rowid % 4 as kind, title, body from search_index order by rowid`);

/** Grows with every write to the index. */
const writesToIndex = (db: Database): number =>
  db.get<{ size: number }>(sql`select sum(length(block)) + count(*) as size from search_index_data`).size;

test('a narrative is indexed by its names, its summary and its key points', () => {
  const db = emptyDatabase();
  addNarrative(db, 'rwa', {
    name: 'Real World Assets',
    shortName: 'RWA',
    summary: 'Assets as tokens.',
    keyPoints: JSON.stringify([
      { title: 'Fractions', body: 'A share of a house.' },
      { title: 'Liquidity', body: 'Sold at any hour.' },
    ]),
  });
  addNarrative(db, 'ai', { name: 'AI', shortName: 'AI', summary: 'Machines.' });
  expect(entries(db)).toEqual([
    {
      kind: 0,
      title: 'Real World Assets (RWA)',
      body: 'Assets as tokens.\nFractions\nA share of a house.\nLiquidity\nSold at any hour.',
    },
    { kind: 0, title: 'AI', body: 'Machines.' },
  ]);
});

test('surveys and articles are indexed beside the narrative with the same id', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { name: 'Narrative' });
  addSurvey(db, 'one', { title: 'Survey', question: 'Which?', description: 'At length.' });
  addSurvey(db, 'two', { title: 'Short', question: 'What?' });
  addArticle(db, 'one', { title: 'Article', excerpt: 'In short.', searchText: 'All of it.' });
  expect(entries(db)).toEqual([
    { kind: 0, title: 'Narrative', body: '' },
    { kind: 1, title: 'Survey', body: 'Which?\nAt length.' },
    { kind: 2, title: 'Article', body: 'In short.\nAll of it.' },
    { kind: 1, title: 'Short', body: 'What?' },
  ]);
});

test('the index follows updates and deletes', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { name: 'Old' });
  addSurvey(db, 'one', { title: 'Old' });
  addArticle(db, 'one', { title: 'Old' });
  db.update(narrative)
    .set({ keyPoints: JSON.stringify([{ title: 'New', body: 'point' }]) })
    .run();
  db.update(survey).set({ title: 'New', question: 'Which?' }).run();
  db.update(article).set({ searchText: 'New' }).run();
  expect(entries(db)).toEqual([
    { kind: 0, title: 'Old', body: '\nNew\npoint' },
    { kind: 1, title: 'New', body: 'Which?' },
    { kind: 2, title: 'Old', body: '\nNew' },
  ]);
  db.delete(article).run();
  db.delete(survey).run();
  db.delete(narrative).run();
  expect(entries(db)).toEqual([]);
});

test('a row that is given another id takes its entry along', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { id: 1, name: 'One' });
  db.update(narrative).set({ id: 9 }).run();
  expect(db.all(sql`select rowid, title from search_index`)).toEqual([{ rowid: 36, title: 'One' }]);
});

test('drafts are not in the index, and an article leaves it when it becomes a draft again', () => {
  const db = emptyDatabase();
  addSurvey(db, 'one', { title: 'Survey', state: 'DRAFT' });
  addArticle(db, 'one', { title: 'Article', status: 'DRAFT' });
  expect(entries(db)).toEqual([]);
  db.update(survey).set({ state: 'SCHEDULED' }).run();
  db.update(article).set({ status: 'PUBLISHED' }).run();
  expect(entries(db).map(({ title }) => title)).toEqual(['Survey', 'Article']);
  db.update(article).set({ status: 'DRAFT' }).run();
  expect(entries(db).map(({ title }) => title)).toEqual(['Survey']);
});

test('a write that is rolled back leaves the index as it was', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { name: 'One' });
  expect(() =>
    db.transaction((transaction) => {
      transaction.update(narrative).set({ name: 'Two' }).where(eq(narrative.slug, 'one')).run();
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(entries(db)).toEqual([{ kind: 0, title: 'One', body: '' }]);
});

test('counting a vote does not write to the index', () => {
  const db = emptyDatabase();
  addSurvey(db, 'one', { title: 'Survey' });
  const before = writesToIndex(db);
  db.update(survey).set({ ballots: 7, countedAt: 7, updatedAt: 7, closesAt: 7 }).run();
  expect(writesToIndex(db)).toBe(before);
  db.update(survey).set({ question: 'Which?' }).run();
  expect(writesToIndex(db)).not.toBe(before);
});

test('what was in the database before the index is in it afterwards', () => {
  const db = openDatabase(':memory:');
  const migrationsFolder = fileURLToPath(new URL('../../src/db/migrations', import.meta.url));
  const [tables, search] = readMigrationFiles({ migrationsFolder });
  for (const text of tables?.sql ?? []) db.run(sql.raw(text));
  addNarrative(db, 'one', { name: 'Narrative' });
  // By hand: the tables of today have columns that those of then had not.
  for (const [slug, title, state] of [
    ['one', 'Survey', 'OPEN'],
    ['two', 'Draft', 'DRAFT'],
  ]) {
    db.run(
      sql`insert into survey (slug, title, question, state, method, max_choices, result_source, results_visibility, is_sample, ballots, updated_at)
        values (${slug}, ${title}, '', ${state}, 'SINGLE_CHOICE', 1, 'TALLIED', 'LIVE', 0, 0, 0)`,
    );
  }
  db.$client.exec(`insert into category values (1, 'c', 'C'); insert into author values (1, 'A');
    insert into article (slug, title, status, excerpt, category_id, author_id, reading_time_minutes, updated_at, markdown, search_text, faqs)
      values ('one', 'Article', 'PUBLISHED', '', 1, 1, 1, 0, '', '', '[]')`);
  for (const text of search?.sql ?? []) db.run(sql.raw(text));
  expect(entries(db).map(({ title }) => title)).toEqual(['Narrative', 'Survey', 'Article']);
});

test('a trigger finds the row it indexes by its id', () => {
  const db = emptyDatabase();
  const plan = db.all<{ detail: string }>(
    sql`explain query plan select title from search_source where kind = 1 and source_id = 7`,
  );
  expect(plan.map(({ detail }) => detail).filter((detail) => detail.startsWith('SCAN'))).not.toContain(
    'SCAN survey',
  );
  expect(plan.map(({ detail }) => detail).join('\n')).toContain('SEARCH survey USING INTEGER PRIMARY KEY');
});
