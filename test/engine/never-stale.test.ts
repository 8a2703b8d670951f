import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { useWrite } from '../../src/access/key-writes.ts';
import { schema } from '../../src/api/schema.ts';
import { openDatabase } from '../../src/db/client.ts';
import { settleRunoffHere } from '../../src/result/settle-runoff.ts';
import { startApp } from '../support/app.ts';
import { emptyDatabase } from '../support/database.ts';
import { randomQuery } from '../support/random-query.ts';
import { addSurvey } from '../vote/voting.ts';

/** These two select everything that the changes below change. */
const figures =
  '{ surveys { totalCount nodes { slug title description status voteCount turnout { votes } results { rank votes share } outcome { isFinal } votes(first: 3) { totalCount } } } }';
const texts =
  '{ narratives { nodes { name results(first: 5) { nodes { rank votes } } } } articles { nodes { title category { name } author { name } sections { heading } body(format: MARKDOWN) faqs { answer } narratives { slug } } } survey(slug: "sandbox") { options { slug } } }';

/** Valid queries over the whole schema, the same in every run. */
function queries(count: number): string[] {
  const valid = [figures, texts];
  for (let seed = 1; valid.length < count; seed += 1) {
    const text = randomQuery(seed);
    if (validate(schema, parse(text)).length === 0) valid.push(text);
  }
  return valid;
}

test('a cached response equals a new execution after every change, by this process or another', async () => {
  const app = await startApp({
    costLimit: 0,
    costLimitKeyed: 0,
    rateLimitPoints: 0,
    rateLimitPointsKeyed: 0,
    // What counts rankings here counts them between two answers.
    hasUpkeep: false,
  });
  const elsewhere = openDatabase(app.db.$client.name);
  const { key, row } = createApiKey(elsewhere, { name: 'all', scopes: ['votes:cast', 'surveys:write'] }, 1);
  addSurvey(elsewhere, { slug: 'ranked', method: 'RANKED_CHOICE', maxChoices: 2 }, ['ai', 'depin']);
  const mutate = (text: string) =>
    app.post({ query: `mutation { ${text} { __typename } }` }, { authorization: `Bearer ${key}` });
  const cast = (survey: string, choice: string, voter: string) =>
    mutate(`castVote(input: { survey: "${survey}", choices: ["${choice}"], voter: "${voter}" })`);
  const sql = (text: string) => () => elsewhere.$client.exec(text);
  const changes: [name: string, change: () => unknown][] = [
    ['a first vote', () => cast('sandbox', 'ai', 'a')],
    ['another vote', () => cast('sandbox', 'depin', 'b')],
    ['a changed vote', () => cast('sandbox', 'rwa', 'b')],
    ['a withdrawal', () => mutate('withdrawVote(input: { survey: "sandbox", voter: "a" })')],
    ['a narrative', sql("update narrative set name = 'Minds' where slug = 'ai'")],
    ['a category', sql("update category set name = 'Other'")],
    ['an author', sql("update author set name = 'Someone'")],
    ['a section', sql("update article_section set heading = 'Changed'")],
    ['a body', sql("update article_text set content = 'Changed'")],
    ['an answer', sql("update article_faq set html = 'Changed'")],
    ['a description', sql("update survey_description set html = 'Changed'")],
    [
      'an unpublished article',
      sql("update article set status = 'DRAFT' where slug = 'understanding-rest-apis'"),
    ],
    ['a published article', sql("update article set status = 'PUBLISHED'")],
    [
      'a link',
      sql('delete from article_narrative where rowid in (select min(rowid) from article_narrative)'),
    ],
    [
      'a reported share',
      sql('update survey_option set reported_share = reported_share + 10 where votes is null'),
    ],
    ['the order of options', sql('update survey_option set position = -position')],
    ['the title of a survey', sql("update survey set title = 'Box' where slug = 'sandbox'")],
    ['a ranked vote', () => cast('ranked', 'ai', 'a')],
    ['its count', () => settleRunoffHere(elsewhere, app.writer, 'ranked')],
    ['a ranked vote that is not counted', () => cast('ranked', 'depin', 'b')],
    ['a close that counts', () => mutate('closeSurvey(input: { survey: "ranked" })')],
    ['a publication of a count', () => mutate('publishSurvey(input: { survey: "ranked" })')],
    ['a close', () => mutate('closeSurvey(input: { survey: "sandbox" })')],
    ['a publication', () => mutate('publishSurvey(input: { survey: "sandbox" })')],
  ];
  const allQueries = queries(60);
  const execute = async (query: string, headers = {}) => {
    const { body } = await app.post({ query }, headers);
    return { data: body.data, errors: body.errors?.map(({ message }: { message: string }) => message) };
  };
  let before = '';
  for (const [name, change] of [['no change', () => {}] as const, ...changes]) {
    await change();
    const { sql, params } = useWrite(row.id, Date.now());
    elsewhere.$client.prepare(sql).run(params);
    const all: unknown[] = [];
    for (const query of allQueries) {
      const cached = await execute(query);
      expect(cached, `${name}: ${query}`).toEqual(await execute(query, { 'x-graphql-cost': 'report' }));
      expect(await execute(query), `${name}, repeated: ${query}`).toEqual(cached);
      all.push(cached);
    }
    // Ensures that the change has an effect on the responses.
    const fixed = JSON.stringify(all.slice(0, 2));
    expect.soft(fixed === before, `${name} has no effect`).toBe(false);
    before = fixed;
  }
  elsewhere.$client.close();
});

test.each([
  [
    'survey',
    [
      'id',
      'ballots',
      'counted_at',
      'dated_at',
      'tally_version',
      'runoff_version',
      'runoff_ballots',
      'runoff_at',
      'runoff_complete',
      'imported_ballots',
    ],
  ],
  [
    'survey_option',
    ['votes', 'mentions', 'imported', 'pending_votes', 'pending_mentions', 'pending_imported'],
  ],
])('an update of any column of %s except %j changes the content version', (table, figures) => {
  const { $client: client } = emptyDatabase();
  const columns = client.pragma(`table_xinfo(${table})`) as { name: string }[];
  const trigger = String(
    client
      .prepare("select sql from sqlite_schema where type = 'trigger' and name = ?")
      .pluck()
      .get(`${table}_updated_version`),
  );
  const isWatched = ({ name }: { name: string }) => trigger.includes(`\`${name}\``);
  expect(columns.filter((column) => !isWatched(column)).map(({ name }) => name)).toEqual(figures);
});
