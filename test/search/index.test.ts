import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { publishArticle } from '../../src/article/edit-article.ts';
import { indexArticle } from '../../src/article/index-writes.ts';
import type { Database } from '../../src/db/client.ts';
import { matchOf, searchWords } from '../../src/db/full-text.ts';
import { migrate } from '../../src/db/migrate.ts';
import { article } from '../../src/db/tables/article.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey } from '../../src/db/tables/survey.ts';
import { foundPage } from '../../src/search/queries.ts';
import { searchKinds } from '../../src/search/ranking.ts';
import { saveDescription } from '../../src/survey/save-survey.ts';
import { addArticle, addReportedSurvey, now } from '../article/sample.ts';
import { emptyDatabase } from '../support/database.ts';
import { databaseBefore } from '../support/old-database.ts';
import { addNarrative, addSurvey } from './sample.ts';

const wholeList = { size: 100, isBackward: false, after: undefined, before: undefined };

/** Where the words are found, such as `ARTICLE 1 in its title`. */
const found = (db: Database, text: string): string[] =>
  foundPage(db, wholeList, { match: matchOf(searchWords(text)), kinds: searchKinds }).map(
    ({ rank, id }) => `${rank.kind} ${id} in its ${rank.place}`,
  );

/** Grows with every write to the index. */
const writesToIndex = (db: Database): number =>
  db.get<{ size: number }>(sql`select sum(length(block)) + count(*) as size from survey_index_data`).size;

test('a narrative is found by its names, by the titles of its points, and by the rest of its text', () => {
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
  expect(found(db, 'rwa real')).toEqual(['NARRATIVE 1 in its title']);
  expect(found(db, 'world liquidity')).toEqual(['NARRATIVE 1 in its heading']);
  expect(found(db, 'tokens')).toEqual(['NARRATIVE 1 in its body']);
  expect(found(db, 'rwa fractions hour')).toEqual(['NARRATIVE 1 in its body']);
});

test('a survey is found by its title, its question and its description', () => {
  const db = emptyDatabase();
  addSurvey(db, 'one', { title: 'Awards', question: 'Which one?', description: 'At length.' });
  expect(found(db, 'awards')).toEqual(['SURVEY 1 in its title']);
  expect(found(db, 'which')).toEqual(['SURVEY 1 in its heading']);
  expect(found(db, 'length')).toEqual(['SURVEY 1 in its body']);
});

test('an article is found by its title, its headings and questions, and its text, but not by its placeholders', () => {
  const db = emptyDatabase();
  addReportedSurvey(db, 'top', { depin: 6000 });
  addArticle(db, {
    title: 'Awards',
    excerpt: 'In short.',
    body: 'Intro: {{share:depin}}.\n\n## Rollups\n\n*Layers* upon layers.',
    faqs: [{ question: 'Why so?', answer: 'Because.' }],
    survey: 'top',
  });
  expect(found(db, 'awards')).toContain('ARTICLE 1 in its title');
  for (const text of ['short', 'rollups', 'why awards']) {
    expect(found(db, text)).toEqual(['ARTICLE 1 in its heading']);
  }
  for (const text of ['layers', 'because', 'intro rollups awards']) {
    expect(found(db, text)).toEqual(['ARTICLE 1 in its body']);
  }
  expect(found(db, 'share')).toEqual([]);
  expect(found(db, 'depin')).toEqual(['NARRATIVE 1 in its title']);
});

test('things with the same id are distinguished by their kinds', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { name: 'Same' });
  addSurvey(db, 'one', { title: 'Same' });
  addArticle(db, { title: 'Same' });
  expect(found(db, 'same')).toEqual([
    'NARRATIVE 1 in its title',
    'SURVEY 1 in its title',
    'ARTICLE 1 in its title',
  ]);
});

test('the indexes follow updates and deletes', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { name: 'Old' });
  addSurvey(db, 'one', { title: 'Old', description: 'Old.' });
  addArticle(db, { title: 'Old' });
  db.update(narrative)
    .set({ keyPoints: JSON.stringify([{ title: 'New', body: 'point' }]) })
    .run();
  db.update(survey).set({ title: 'Other' }).run();
  saveDescription(db, 1, { markdown: 'New.', html: 'New.', text: 'New.' });
  addArticle(db, { title: 'Other', body: 'New.' });
  expect(found(db, 'new')).toEqual([
    'NARRATIVE 1 in its heading',
    'SURVEY 1 in its body',
    'ARTICLE 1 in its body',
  ]);
  expect(found(db, 'old')).toEqual(['NARRATIVE 1 in its title']);
  saveDescription(db, 1, undefined);
  expect(found(db, 'new')).not.toContain('SURVEY 1 in its body');
  db.delete(article).run();
  db.delete(survey).run();
  db.delete(narrative).run();
  for (const text of ['old', 'new', 'other']) expect(found(db, text)).toEqual([]);
});

test('a narrative or a survey that is given another id takes its entry along', () => {
  const db = emptyDatabase();
  addNarrative(db, 'one', { id: 1, name: 'One' });
  addSurvey(db, 'one', { title: 'One' });
  db.update(narrative).set({ id: 9 }).run();
  db.update(survey).set({ id: 9 }).run();
  expect(found(db, 'one')).toEqual(['NARRATIVE 9 in its title', 'SURVEY 9 in its title']);
});

test('drafts are not found, until they are published', () => {
  const db = emptyDatabase();
  addSurvey(db, 'one', { title: 'Survey one', state: 'DRAFT', description: 'Draft.' });
  addArticle(db, { slug: 'news', title: 'Article one', isDraft: true });
  expect(found(db, 'one')).toEqual([]);
  expect(found(db, 'draft')).toEqual([]);
  db.update(survey).set({ state: 'SCHEDULED' }).run();
  publishArticle(db, 'news', { actor: 'key:desk', now });
  expect(found(db, 'one')).toEqual(['SURVEY 1 in its title', 'ARTICLE 1 in its title']);
  addArticle(db, { slug: 'news', title: 'Article one', isDraft: true });
  expect(found(db, 'one')).toEqual(['SURVEY 1 in its title']);
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
  expect(found(db, 'one')).toEqual(['NARRATIVE 1 in its title']);
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

test('what was in the database before the indexes is in them afterwards, articles once they are indexed', () => {
  const db = databaseBefore('search_by_kind');
  // In SQL: Drizzle writes the columns of today.
  const surveyColumns = `slug, title, state, question, method, max_choices, result_source, results_visibility,
    is_sample, ballots, updated_at`;
  const rest = "'', 'SINGLE_CHOICE', 1, 'TALLIED', 'LIVE', 0, 0, 0";
  db.$client.exec(`
    insert into narrative (slug, name, short_name, summary, key_points, related_projects, updated_at)
      values ('one', 'Narrative one', '', '', '[]', '[]', 0);
    insert into survey (id, ${surveyColumns})
      values (1, 'one', 'Survey one', 'OPEN', ${rest}), (2, 'two', 'Draft one', 'DRAFT', ${rest});
    insert into survey_description (survey_id, markdown, html, text) values (1, 'At length.', '', 'At length.');
    insert into category values (1, 'c', 'C'); insert into author values (1, 'A');
    insert into article (slug, title, status, excerpt, category_id, author_id, reading_time_minutes, updated_at, search_text)
      values ('one', 'Article one', 'PUBLISHED', '', 1, 1, 1, 0, '')`);
  migrate(db);
  expect(found(db, 'one')).toEqual(['NARRATIVE 1 in its title', 'SURVEY 1 in its title']);
  expect(found(db, 'length')).toEqual(['SURVEY 1 in its body']);
  indexArticle(db, 1);
  expect(found(db, 'article')).toEqual(['ARTICLE 1 in its title']);
});

test.each(['narrative', 'survey'])('a trigger finds the %s that it indexes by its id', (table) => {
  const db = emptyDatabase();
  const plan = db.all<{ detail: string }>(
    sql.raw(`explain query plan select title from ${table}_search where id = 7`),
  );
  const details = plan.map(({ detail }) => detail);
  expect(details).toContain(`SEARCH ${table} USING INTEGER PRIMARY KEY (rowid=?)`);
});
