import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyMigrations, migratedSchema, migrations } from '../support/migrations.ts';

type Client = BetterSqlite3.Database;

const views = ['narrative_listing', 'survey_listing', 'result_listing', 'article_listing'];
const listing = views.map((view) => `select facet, at, title, id from ${view}`).join(' union all ');

/** Returns a function that expects the lists to hold what they are to hold, and both to be counted alike. */
function listedIn(client: Client): () => void {
  const prepare = (sql: string) => client.prepare(sql).raw();
  const order = 'order by facet, at, id';
  const entries = prepare(`select facet, at, title, id from list_entry ${order}`);
  const expected = prepare(`select * from (${listing}) ${order}`);
  const counts = prepare(`select facet, entries from list_count where facet <> '["audit"]' order by facet`);
  const counted = prepare(`select facet, count(*) from (${listing}) group by facet order by facet`);
  return () => {
    expect(entries.all()).toEqual(expected.all());
    expect(counts.all()).toEqual(counted.all());
  };
}

const id = fc.integer({ min: 1, max: 3 });
const maybe = fc.constantFrom('null', '1', '2');
const edition = fc.constantFrom('null', '2024', '2025');
const state = fc.constantFrom('DRAFT', 'SCHEDULED', 'OPEN', 'CLOSED', 'PUBLISHED', 'CANCELLED');
const visibility = fc.constantFrom('LIVE', 'AFTER_CLOSE');
const status = fc.constantFrom('DRAFT', 'PUBLISHED');
const number = fc.integer({ min: 0, max: 3 });

const sql = (text: TemplateStringsArray, ...values: fc.Arbitrary<string | number>[]) =>
  fc.tuple(...values).map((chosen) => String.raw({ raw: text }, ...chosen));

/** Whatever can happen to what is listed; what a rule of the tables forbids changes nothing. */
const change = fc.oneof(
  sql`insert into narrative (id, slug, name, short_name, summary, key_points, related_projects, updated_at) values (${id}, 'n' || ${number}, 'N' || ${number}, '', '', '[]', '[]', ${number})`,
  sql`update narrative set name = 'M' || ${number} where id = ${id}`,
  sql`update narrative set updated_at = ${number}, summary = 'x' where id = ${id}`,
  sql`delete from narrative where id = ${id}`,
  sql`insert into survey (id, slug, title, question, series_id, edition, state, method, max_choices, result_source, results_visibility, opens_at, is_sample, ballots, updated_at) values (${id}, 's' || ${number}, 'T' || ${number}, '', ${maybe}, ${edition}, '${state}', 'APPROVAL', 3, 'TALLIED', '${visibility}', ${maybe}, ${number} % 2, 0, 1)`,
  sql`update survey set state = '${state}' where id = ${id}`,
  sql`update survey set title = 'U' || ${number}, is_sample = ${number} % 2 where id = ${id}`,
  sql`update survey set results_visibility = '${visibility}', opens_at = ${maybe} where id = ${id}`,
  sql`update survey set series_id = ${maybe}, edition = ${edition} where id = ${id}`,
  sql`delete from survey where id = ${id}`,
  sql`insert into survey_option (survey_id, narrative_id, position, votes) values (${id}, ${id}, 0, 0)`,
  sql`update survey_option set narrative_id = ${id} where survey_id = ${id} and narrative_id = ${id}`,
  sql`delete from survey_option where survey_id = ${id} and narrative_id = ${id}`,
  sql`insert into article (id, slug, title, status, excerpt, category_id, author_id, reading_time_minutes, published_at, updated_at, survey_id) values (${id}, 'a' || ${number}, 'A' || ${number}, '${status}', '', 1, 1, 1, ${maybe}, 1, ${maybe})`,
  sql`update article set status = '${status}', category_id = 1 + ${number} % 2 where id = ${id}`,
  sql`update article set survey_id = ${maybe}, published_at = ${maybe}, title = 'B' || ${number} where id = ${id}`,
  sql`delete from article where id = ${id}`,
  sql`insert into article_narrative (article_id, narrative_id, position) values (${id}, ${id}, 0)`,
  sql`update article_narrative set narrative_id = ${id} where article_id = ${id}`,
  sql`delete from article_narrative where article_id = ${id}`,
);

const start = `
  insert into series (id, slug, title) values (1, 'one', 'One'), (2, 'two', 'Two');
  insert into category (id, slug, name) values (1, 'one', 'One'), (2, 'two', 'Two');
  insert into author (id, name) values (1, 'Team');`;

/** Makes the changes and returns how many of them the tables allowed. */
const make = (client: Client, changes: readonly string[]): number =>
  changes.filter((text) => {
    try {
      return client.prepare(text).run().changes > 0;
    } catch (error) {
      if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT'))
        return false;
      throw error;
    }
  }).length;

test('whatever is added, changed and deleted, each list has what it is to have, and so has its count', () => {
  let made = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 20, maxLength: 80 }), (changes) => {
      const client = migratedSchema();
      client.pragma('foreign_keys = on');
      client.exec(start);
      const expectListed = listedIn(client);
      for (const each of changes) {
        made += make(client, [each]);
        expectListed();
      }
      client.close();
    }),
    { numRuns: 60 },
  );
  expect(made).toBeGreaterThan(200);
});

test('a database that is brought up to date has its rows in the lists, and its votes by what they name', () => {
  const tags = migrations();
  const before = tags.slice(
    0,
    tags.findIndex((tag) => tag.endsWith('_vote_choice')),
  );
  const client = new BetterSqlite3(':memory:');
  applyMigrations(client, before);
  client.exec(`${start}
    insert into narrative (id, slug, name, short_name, summary, key_points, related_projects, updated_at)
      values (1, 'a', 'A', 'A', '', '[]', '[]', 5), (2, 'b', 'B', 'B', '', '[]', '[]', 6), (3, 'c', 'C', 'C', '', '[]', '[]', 7);
    insert into survey (id, slug, title, question, state, method, max_choices, result_source, results_visibility, is_sample, ballots, updated_at)
      values (1, 'ranked', 'Ranked', '', 'OPEN', 'RANKED_CHOICE', 3, 'TALLIED', 'LIVE', 0, 0, 1),
        (2, 'running', 'Running', '', 'OPEN', 'APPROVAL', 3, 'TALLIED', 'AFTER_CLOSE', 1, 0, 1);
    insert into survey_option (survey_id, narrative_id, position, votes)
      values (1, 1, 0, 0), (1, 2, 1, 0), (1, 3, 2, 0), (2, 1, 0, 0), (2, 2, 1, 0);
    insert into vote_batch (id, survey_id, file_digest, options, run, started_at, rows, votes, blank, faulty)
      values ('batch', 1, '', '', '', 1, 0, 0, 0, 0);
    insert into article (id, slug, title, status, excerpt, category_id, author_id, reading_time_minutes, updated_at, survey_id)
      values (1, 'x', 'X', 'PUBLISHED', '', 1, 1, 1, 1, 1);
    insert into article_narrative (article_id, narrative_id, position) values (1, 1, 0), (1, 2, 1);
    insert into audit_entry (at, actor, action, subject, slug) values (1, 'cli', 'openSurvey', 'Survey', 'ranked');`);
  const cast =
    client.prepare(`insert into vote_event (id, kind, survey_id, voter, choices, at, channel, receipt, batch_id)
    values (?, 'CAST', ?, ?, ?, 5, ?, ?, ?)`);
  const vote = (survey: number, voter: string, choices: string, isImported = false) => {
    const vote = voter.padEnd(22, '-');
    cast.run(vote, survey, voter, choices, isImported ? 'IMPORT' : 'API', voter, isImported ? 'batch' : null);
  };
  vote(1, 'v1', '[3,1]');
  vote(1, 'v2', '[1]');
  // The second choice lies behind two skips, where no count reaches it.
  vote(1, 'v3', '[2,null,null,1]', true);
  vote(2, 'v4', '[1,2]');
  client.exec("update survey set state = 'CLOSED' where id = 1");
  applyMigrations(client, tags.slice(before.length));
  listedIn(client)();
  const rows = (text: string) => client.prepare(text).raw().all();
  expect(rows('select entries from list_count where facet = \'["audit"]\'')).toEqual([[1]]);
  expect(rows("select survey_id, narrative_id, rtrim(vote_id, '-') from vote_choice")).toEqual([
    [1, 1, 'v1'],
    [1, 1, 'v2'],
    [1, 2, 'v3'],
    [1, 3, 'v1'],
  ]);
  expect(rows('select survey_id, narrative_id, votes, mentions from survey_option order by 1, 2')).toEqual([
    [1, 1, 1, 2],
    [1, 2, 1, 1],
    [1, 3, 1, 1],
    [2, 1, 1, 1],
    [2, 2, 1, 1],
  ]);
  client.exec("update survey set state = 'CLOSED' where id = 2");
  expect(rows('select narrative_id from vote_choice where survey_id = 2')).toEqual([[1], [2]]);
  expect(rows('select survey_id, listed_to from vote_listing')).toEqual([
    [1, null],
    [2, null],
  ]);
});
