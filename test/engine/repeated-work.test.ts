import { expect, test, vi } from 'vitest';
import { isRefused } from '../../src/engine/prepared-operation.ts';
import { startApp } from '../support/app.ts';
import { createPrepare } from '../support/prepare.ts';

// Tests of performance that count work instead of measuring time.

const leaderboard =
  'query ($slug: String!) { survey(slug: $slug) { title voteCount results { rank votes share narrative { slug name keyPoints { title } } } articles(first: 3) { nodes { title } } } }';
const slugs = ['sandbox', 'top-crypto-narratives-2024'];
/** Responses with a cost report are not cached. */
const report = { 'x-graphql-cost': 'report' };

test('a repeated document is not parsed, validated, priced or compiled again', () => {
  const prepare = createPrepare();
  const first = prepare(leaderboard, undefined);
  expect(isRefused(first)).toBe(false);
  expect(prepare(leaderboard, undefined)).toBe(first);
  const broken = prepare('{ nothing }', undefined);
  expect(isRefused(broken)).toBe(true);
  expect(prepare('{ nothing }', undefined)).toBe(broken);
  expect(prepare(`${leaderboard} `, undefined)).not.toBe(first);
});

test('a repeated operation prepares no statements, with any variables', async () => {
  const app = await startApp();
  const prepared = vi.spyOn(app.db.$client, 'prepare');
  const ask = (slug: string) => app.post({ query: leaderboard, variables: { slug } }, report);
  await ask('sandbox');
  expect(prepared.mock.calls.length).toBeGreaterThan(3);
  prepared.mockClear();
  for (let turn = 0; turn < 20; turn += 1) await ask(slugs[turn % slugs.length] ?? '');
  expect(prepared).not.toHaveBeenCalled();
});

test('a leaderboard runs two statements, and so does a page of leaderboards', async () => {
  const app = await startApp();
  const statementsOf = async (query: string) => {
    app.statements.length = 0;
    const { body } = await app.post({ query }, report);
    expect(body.errors).toBeUndefined();
    return app.statements.filter((sql) => !/^(begin|commit)/.test(sql)).length;
  };
  const rows = '{ title voteCount results { rank share narrative { slug name } } }';
  expect(await statementsOf(`{ survey(slug: "sandbox") ${rows} }`)).toBe(2);
  expect(await statementsOf(`{ surveys(first: 1) { nodes ${rows} } }`)).toBe(2);
  expect(await statementsOf(`{ surveys(first: 10) { nodes ${rows} } }`)).toBe(2);
});

test.each([
  ['surveys', '', 1],
  ['narratives', '(filter: { search: "a" })', 1],
  ['articles', '', 1],
  // One statement for each kind of thing.
  ['search', '(query: "crypto")', 3],
])(
  'the list %s reads rows only for a field that shows them, and counts once',
  async (list, args, perCount) => {
    const app = await startApp();
    const statementsOf = async (selection: string) => {
      const fields = Array.from({ length: 10 }, (_, alias) => `a${alias}: ${list}${args} ${selection}`);
      app.statements.length = 0;
      const { body } = await app.post({ query: `{ ${fields.join(' ')} }` }, report);
      expect(body.errors).toBeUndefined();
      return app.statements.filter((sql) => !/^(begin|commit)/.test(sql)).length;
    };
    expect(await statementsOf('{ __typename }')).toBe(0);
    expect(await statementsOf('{ totalCount again: totalCount }')).toBe(10 * perCount);
  },
);

test.each([
  [
    'turnout',
    '{ survey(slug: "sandbox") {',
    (first: number) => `turnout(first: ${first}) { votes }`,
    /turnout_hour/,
  ],
  [
    'results of a narrative',
    '{ narrative(slug: "ai") {',
    (first: number) => `results(first: ${first}) { nodes { rank survey { slug } } }`,
    /survey_option/,
  ],
])('the %s is read and ranked once for pages of any size', async (_name, head, page, read) => {
  const app = await startApp();
  const pages = Array.from({ length: 10 }, (_, place) => `a${place}: ${page(20 - place)}`);
  app.statements.length = 0;
  const { body } = await app.post({ query: `${head} ${pages.join(' ')} } }` }, report);
  expect(body.errors).toBeUndefined();
  expect(app.statements.filter((sql) => read.test(sql))).toHaveLength(1);
});

test('the operations of a batch share a read transaction, and cached responses need none', async () => {
  const app = await startApp();
  const batch = Array.from({ length: 10 }, (_, place) => ({
    query: leaderboard,
    variables: { slug: slugs[place % slugs.length] },
  }));
  const transactions = async () => {
    app.statements.length = 0;
    await app.post(batch);
    return app.statements.filter((sql) => /^begin/.test(sql)).length;
  };
  expect(await transactions()).toBe(1);
  expect(await transactions()).toBe(0);
});

test('results of a narrative are ranked for fields of the results alone, not for cursors', async () => {
  const app = await startApp();
  const readsOptions = async (selection: string) => {
    app.statements.length = 0;
    const { body } = await app.post(
      { query: `{ narrative(slug: "depin") { results { ${selection} } } }` },
      report,
    );
    expect(body.errors).toBeUndefined();
    return app.statements.some((sql) => sql.includes('survey_option'));
  };
  expect(await readsOptions('pageInfo { endCursor hasNextPage } edges { cursor } totalCount')).toBe(false);
  expect(await readsOptions('edges { node { rank } }')).toBe(true);
  expect(await readsOptions('nodes { rank }')).toBe(true);
});
