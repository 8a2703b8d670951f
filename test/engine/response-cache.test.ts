import { expect, test } from 'vitest';
import { settleRunoffHere } from '../../src/result/settle-runoff.ts';
import { type App, startApp } from '../support/app.ts';
import { keyFor } from '../support/mutations.ts';
import { preparationOf } from '../support/prepare.ts';
import { addSurvey } from '../vote/voting.ts';

const ranking =
  'query ($slug: String!) { survey(slug: $slug) { title status voteCount results(first: 3) { rank votes narrative { slug name } } } }';
const castVote = 'mutation ($input: CastVoteInput!) { castVote(input: $input) { __typename } }';

/** The statements of a request, without those that read versions. */
async function statementsOf(app: App, ask: () => Promise<unknown>): Promise<string[]> {
  app.statements.length = 0;
  await ask();
  return app.statements.filter((sql) => !/data_version|content_version/.test(sql));
}

test('a repeated public query runs no statements and returns the same bytes', async () => {
  const app = await startApp();
  const ask = async (slug: string) => {
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ranking, variables: { slug } }),
    });
    return response.text();
  };
  const first = await ask('sandbox');
  expect(await statementsOf(app, async () => expect(await ask('sandbox')).toBe(first))).toEqual([]);
  expect(await ask('top-crypto-narratives-2024')).not.toBe(first);
});

test('votes and edits are visible in the next response', async () => {
  const app = await startApp();
  const count = async () => (await app.query(ranking, { slug: 'sandbox' })).survey.voteCount;
  expect([await count(), await count()]).toEqual([0, 0]);
  await app.post(
    { query: castVote, variables: { input: { survey: 'sandbox', choices: ['ai'], voter: 'a' } } },
    keyFor(app, 'votes:cast'),
  );
  expect([await count(), await count()]).toEqual([1, 1]);
  const nameOf = async () => (await app.query('{ narrative(slug: "ai") { name } }')).narrative.name;
  expect([await nameOf(), await nameOf()]).toEqual(['Artificial Intelligence', 'Artificial Intelligence']);
  await app.post(
    { query: 'mutation { updateNarrative(input: { slug: "ai", name: "Minds" }) { __typename } }' },
    keyFor(app, 'narratives:write'),
  );
  expect(await nameOf()).toBe('Minds');
});

test('figures of a ranked survey follow their count, and not the votes, and what shows votes follows those', async () => {
  const app = await startApp({ hasUpkeep: false });
  addSurvey(app.db, { slug: 'ranked', method: 'RANKED_CHOICE', maxChoices: 2 }, ['ai', 'depin']);
  const settle = () => settleRunoffHere(app.db, app.writer, 'ranked');
  const cast = (voter: string, choice: string) =>
    app.post(
      { query: castVote, variables: { input: { survey: 'ranked', choices: [choice], voter } } },
      keyFor(app, 'votes:cast'),
    );
  const figures = () => app.query(ranking, { slug: 'ranked' });
  const turnout = async () =>
    (await app.query('{ survey(slug: "ranked") { turnout { votes } } }')).survey.turnout.at(0)?.votes;
  await cast('ann', 'ai');
  await settle();
  const before = await figures();
  expect(before.survey).toMatchObject({
    voteCount: 1,
    results: [{ narrative: { slug: 'ai' } }, { votes: 0 }],
  });
  expect(await turnout()).toBe(1);
  await cast('bob', 'depin');
  await cast('cid', 'depin');
  // Not even looked at again.
  expect(await statementsOf(app, async () => expect(await figures()).toEqual(before))).toEqual([]);
  expect(await turnout()).toBe(3);
  await settle();
  expect((await figures()).survey).toMatchObject({
    voteCount: 3,
    results: [{ narrative: { slug: 'depin' } }, { votes: 1 }],
  });
});

test('a scheduled close is visible as soon as it is written', async () => {
  let now = Date.UTC(2026, 5, 1);
  const app = await startApp({ clock: () => now });
  app.db.$client.exec(`update survey set closes_at = ${now + 60_000} where slug = 'sandbox'`);
  const status = async () => (await app.query(ranking, { slug: 'sandbox' })).survey.status;
  expect([await status(), await status()]).toEqual(['OPEN', 'OPEN']);
  now += 60_000;
  expect(await status()).toBe('OPEN');
  await app.writer.write([]);
  expect(await status()).toBe('CLOSED');
});

test('a response that depends on the caller is not cached for others', async () => {
  const app = await startApp();
  app.db.$client.exec("update article set status = 'DRAFT' where slug = 'understanding-rest-apis'");
  const query = '{ article(slug: "understanding-rest-apis") { slug } viewer { kind } }';
  const editor = keyFor(app, 'drafts:read');
  const dataFor = async (headers: Record<string, string>) => (await app.post({ query }, headers)).body.data;
  for (let round = 0; round < 2; round++) {
    expect(await dataFor(editor)).toEqual({
      article: { slug: 'understanding-rest-apis' },
      viewer: { kind: 'API_KEY' },
    });
    expect(await dataFor({})).toEqual({ article: null, viewer: { kind: 'ANONYMOUS' } });
  }
  const draft = '{ article(slug: "understanding-rest-apis") { slug } }';
  expect((await app.post({ query: draft }, editor)).body.data.article).not.toBeNull();
  expect((await app.post({ query: draft })).body.data.article).toBeNull();
});

test('a cached response is charged its actual cost, also inside a batch', async () => {
  const app = await startApp({ rateLimitPoints: 100 });
  const remaining = async () => {
    const { headers } = await app.post({ query: ranking, variables: { slug: 'sandbox' } });
    return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
  };
  const [first, second] = [await remaining(), await remaining()];
  // The first request also pays for the preparation. Both are refunded down to the actual cost.
  expect(first).toBe(100 - preparationOf(ranking) - 7);
  expect(second).toBe(first - 7);
  const { body } = await app.post([
    { query: ranking, variables: { slug: 'sandbox' } },
    { query: '{ nothing }' },
    { query: '{ viewer { kind } }' },
  ]);
  expect(body[0].data.survey.status).toBe('OPEN');
  expect(body[1].errors).toHaveLength(1);
  expect(body[2]).toEqual({ data: { viewer: { kind: 'ANONYMOUS' } } });
});

test('a public response by GET has an ETag and revalidates with 304 until it changes', async () => {
  const app = await startApp();
  const url = `${app.url}?query=${encodeURIComponent('{ survey(slug: "sandbox") { voteCount } }')}`;
  const first = await fetch(url);
  const tag = first.headers.get('etag') ?? '';
  expect(first.headers.get('cache-control')).toBe('public, max-age=1, must-revalidate');
  expect(first.headers.get('vary')).toBe('accept, authorization, x-graphql-cost');
  const revalidate = () => fetch(url, { headers: { 'if-none-match': tag } });
  expect((await revalidate()).status).toBe(304);
  await app.post(
    { query: castVote, variables: { input: { survey: 'sandbox', choices: ['ai'], voter: 'a' } } },
    keyFor(app, 'votes:cast'),
  );
  const changed = await revalidate();
  expect([changed.status, await changed.json()]).toEqual([200, { data: { survey: { voteCount: 1 } } }]);
  const personal = await fetch(`${app.url}?query=${encodeURIComponent('{ viewer { kind } }')}`);
  expect([personal.headers.get('etag'), personal.headers.get('cache-control')]).toEqual([null, null]);
});

test('unrelated votes, hidden votes and bookkeeping do not flush a cached response', async () => {
  const app = await startApp();
  app.db.$client.exec(
    "insert into survey (slug, title, question, state, method, max_choices, result_source, results_visibility, is_sample, ballots, updated_at) values ('hidden', 'H', 'Q', 'OPEN', 'SINGLE_CHOICE', 1, 'TALLIED', 'AFTER_CLOSE', 0, 0, 0); insert into survey_option (survey_id, narrative_id, position, votes) select (select id from survey where slug = 'hidden'), id, 0, 0 from narrative",
  );
  const headers = keyFor(app, 'votes:cast');
  const ask = (slug: string) => app.query(ranking, { slug });
  const slugs = ['top-crypto-narratives-2024', 'hidden', 'sandbox'];
  const readsAfterVote = async (survey: string) => {
    for (const slug of slugs) await ask(slug);
    const { body } = await app.post(
      { query: castVote, variables: { input: { survey, choices: ['ai'], voter: survey } } },
      headers,
    );
    expect(body.data.castVote.__typename).toBe('CastVoteSuccess');
    const reads = [];
    for (const slug of slugs) reads.push((await statementsOf(app, () => ask(slug))).length > 0);
    return reads;
  };
  expect(await readsAfterVote('sandbox')).toEqual([false, false, true]);
  expect(await readsAfterVote('hidden')).toEqual([false, false, false]);
});

test('a response that neither a vote nor an opening can change has a max-age of a minute', async () => {
  const app = await startApp();
  const control = async (query: string) =>
    (await fetch(`${app.url}?query=${encodeURIComponent(query)}`)).headers.get('cache-control');
  const published = '{ survey(slug: "top-crypto-narratives-2024") { results { share } } }';
  const running = '{ survey(slug: "sandbox") { results { share } } }';
  expect(await control(published)).toBe('public, max-age=60, must-revalidate');
  expect(await control('{ narratives { nodes { name } } }')).toBe('public, max-age=60, must-revalidate');
  expect(await control(running)).toBe('public, max-age=1, must-revalidate');
  app.db.$client.exec("update survey set state = 'CLOSED' where slug = 'sandbox'");
  // Answers can still be imported.
  expect(await control(running)).toBe('public, max-age=1, must-revalidate');
  app.db.$client.exec("update survey set state = 'PUBLISHED' where slug = 'sandbox'");
  expect(await control(running)).toBe('public, max-age=60, must-revalidate');
  app.db.$client.exec(
    "insert into survey (slug, title, question, state, opens_at, method, max_choices, result_source, results_visibility, is_sample, ballots, updated_at) values ('next', 'N', 'Q', 'SCHEDULED', 4e12, 'SINGLE_CHOICE', 1, 'TALLIED', 'LIVE', 0, 0, 0)",
  );
  expect(await control('{ survey(slug: "next") { status } }')).toBe('public, max-age=1, must-revalidate');
  expect(await control(published)).toBe('public, max-age=60, must-revalidate');
});
