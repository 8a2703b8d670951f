import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { mapRowsOnce } from '../../../src/db/rows/row-mapping.ts';
import { narrative } from '../../../src/db/tables/narrative.ts';
import { survey, surveyOption } from '../../../src/db/tables/survey.ts';
import { startVoting } from '../../vote/voting.ts';

interface Prepared {
  all: (values?: Record<string, unknown>) => unknown[];
  get: (values?: Record<string, unknown>) => unknown;
}

const selects: [name: string, prepare: (db: Database) => Prepared][] = [
  ['every column, with booleans and nulls', (db) => db.select().from(survey).prepare()],
  [
    'expressions with an alias and a decoder',
    (db) =>
      db
        .select({
          slug: survey.slug,
          length: sql<number>`length(${survey.title})`.as('length'),
          text: sql`${survey.id}`.mapWith(String),
        })
        .from(survey)
        .prepare(),
  ],
  [
    'columns of two tables, in objects of their own',
    (db) =>
      db
        .select({ option: surveyOption, name: narrative.name, narrative })
        .from(surveyOption)
        .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
        .prepare(),
  ],
  [
    'parameters',
    (db) =>
      db
        .select({ id: narrative.id })
        .from(narrative)
        .where(sql`${narrative.slug} = ${sql.placeholder('slug')} or ${narrative.id} = ${2}`)
        .prepare(),
  ],
];

describe.each(selects)('a statement that selects %s', (_name, prepare) => {
  const values = { slug: 'a' };

  test('gives the rows that Drizzle gives', () => {
    const { db } = startVoting();
    const expected = prepare(db).all(values);
    expect(expected.length).toBeGreaterThan(0);
    const mapped = mapRowsOnce(prepare(db));
    expect(mapped.all(values)).toEqual(expected);
    expect(mapped.get(values)).toEqual(expected[0]);
  });

  test('is recognised: with another Drizzle its rows may be mapped as before, slowly', () => {
    const { db } = startVoting();
    const prepared = prepare(db);
    const { all, get } = prepared;
    const mapped = mapRowsOnce(prepared);
    expect(mapped.all).not.toBe(all);
    expect(mapped.get).not.toBe(get);
  });
});

test('a statement whose join may find nothing is left to Drizzle', () => {
  const { db } = startVoting();
  const prepared = db
    .select({ slug: survey.slug, option: surveyOption })
    .from(survey)
    .leftJoin(surveyOption, eq(surveyOption.surveyId, sql`-1`))
    .prepare();
  const { all } = prepared;
  expect(mapRowsOnce(prepared).all).toBe(all);
  expect(prepared.all()).toEqual([{ slug: 'vote', option: null }]);
});
