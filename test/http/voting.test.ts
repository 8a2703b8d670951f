import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import type { Scope } from '../../src/access/scope.ts';
import { type App, type Reply, startApp } from '../support/app.ts';

const keyFor = (app: App, ...scopes: Scope[]) => ({
  authorization: `Bearer ${createApiKey(app.db, { name: 'site', scopes }, 1).key}`,
});

const allFields = '__typename ... on UserError { code message path }';
const castVote = `mutation ($input: CastVoteInput!) { castVote(input: $input) { ${allFields}
  ... on CastVoteSuccess { receipt vote { id castAt channel receipt choices { slug } survey { slug } } } } }`;
const withdrawVote = `mutation ($input: WithdrawVoteInput!) { withdrawVote(input: $input) { ${allFields}
  ... on WithdrawVoteSuccess { survey { slug voteCount } } } }`;
const createSurvey = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { __typename } }`;
const step = (name: string) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return `mutation ($input: ${type}Input!) { ${name}(input: $input) { ${allFields} ... on ${type}Success { survey { status opensAt closesAt publishedAt } } } }`;
};

async function mutate(app: App, headers: Record<string, string>, query: string, input: object) {
  const { body } = await app.post({ query, variables: { input } }, headers);
  expect(body.errors, JSON.stringify(body)).toBeUndefined();
  return Object.values<Record<string, unknown>>(body.data)[0] ?? {};
}

const tally = async (app: App, survey = 'sandbox') => {
  const data = await app.query(
    'query ($survey: String!) { survey(slug: $survey) { voteCount results(first: 10) { votes narrative { slug } } } }',
    { survey },
  );
  return {
    count: data.survey.voteCount,
    votes: Object.fromEntries(
      (data.survey.results ?? [])
        .filter(({ votes }: { votes: number }) => votes > 0)
        .map(({ votes, narrative }: { votes: number; narrative: { slug: string } }) => [
          narrative.slug,
          votes,
        ]),
    ),
  };
};

describe('casting a vote', () => {
  test('counts it and returns a receipt; a second vote of the same voter replaces the first', async () => {
    const app = await startApp();
    const key = keyFor(app, 'votes:cast');
    const cast = (choice: string, voter = 'ann') =>
      mutate(app, key, castVote, { survey: 'sandbox', choices: [choice], voter });
    const first = await cast('depin');
    expect(first).toMatchObject({
      __typename: 'CastVoteSuccess',
      receipt: expect.stringMatching(/^[\w-]{22}$/),
      vote: {
        channel: 'API',
        choices: [{ slug: 'depin' }],
        survey: { slug: 'sandbox' },
        castAt: expect.stringMatching(/:00:00\.000Z$/),
      },
    });
    expect(await tally(app)).toEqual({ count: 1, votes: { depin: 1 } });
    const second = await cast('ai');
    await cast('ai', 'bob');
    expect(await tally(app)).toEqual({ count: 2, votes: { ai: 2 } });
    const { body } = await app.post({
      query:
        'query ($old: String!, $new: String!) { old: vote(receipt: $old) { id } new: vote(receipt: $new) { choices { slug } } }',
      variables: { old: first.receipt, new: second.receipt },
    });
    expect(body.data).toEqual({ old: null, new: { choices: [{ slug: 'ai' }] } });
  });

  test.each([
    [{ survey: 'none', choices: ['ai'] }, 'SURVEY_NOT_OPEN', ['survey']],
    [{ survey: 'top-crypto-narratives-2024', choices: ['ai'] }, 'SURVEY_NOT_OPEN', ['survey']],
    [{ survey: 'sandbox', choices: ['nothing'] }, 'UNKNOWN_CHOICE', ['choices', '0']],
    [{ survey: 'sandbox', choices: ['ai', 'rwa'] }, 'TOO_MANY_CHOICES', ['choices']],
    [{ survey: 'sandbox', choices: [] }, 'TOO_FEW_CHOICES', ['choices']],
  ])('returns the failure and its path for %j', async (input, code, path) => {
    const app = await startApp();
    const result = await mutate(app, keyFor(app, 'votes:cast'), castVote, { ...input, voter: 'ann' });
    expect(result).toMatchObject({ code, path });
    expect(await tally(app)).toEqual({ count: 0, votes: {} });
  });

  test('with an API key requires a voter of 1 to 200 characters', async () => {
    const app = await startApp();
    const key = keyFor(app, 'votes:cast');
    for (const [voter, wayOut] of [
      [undefined, 'is missing'],
      [null, 'is missing'],
      ['', 'Send a longer one'],
      ['x'.repeat(201), 'Send a shorter one'],
    ]) {
      const { body } = await app.post(
        { query: castVote, variables: { input: { survey: 'sandbox', choices: ['ai'], voter } } },
        key,
      );
      expect(body.errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.voter' });
      expect(body.errors[0].message).toContain(wayOut);
    }
  });

  test('is idempotent by its idempotency key, and another input with the same key is a conflict', async () => {
    const app = await startApp();
    const key = keyFor(app, 'votes:cast');
    const input = { survey: 'sandbox', choices: ['ai'], voter: 'ann', idempotencyKey: 'k1' };
    const first = await mutate(app, key, castVote, input);
    expect(await mutate(app, key, castVote, input)).toEqual(first);
    expect(await mutate(app, key, castVote, { ...input, choices: ['rwa'] })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(
      await mutate(app, keyFor(app, 'votes:cast'), castVote, { ...input, choices: ['rwa'] }),
    ).toMatchObject({ __typename: 'CastVoteSuccess' });
    expect(await tally(app)).toEqual({ count: 2, votes: { ai: 1, rwa: 1 } });
  });

  test('can be withdrawn while the survey is open', async () => {
    const app = await startApp();
    const key = keyFor(app, 'votes:cast');
    await mutate(app, key, castVote, { survey: 'sandbox', choices: ['ai'], voter: 'ann' });
    const viewerVote = async () =>
      (
        await app.post(
          { query: '{ survey(slug: "sandbox") { viewerVote(voter: "ann") { choices { slug } } } }' },
          key,
        )
      ).body.data.survey.viewerVote;
    expect(await viewerVote()).toEqual({ choices: [{ slug: 'ai' }] });
    expect(await mutate(app, key, withdrawVote, { survey: 'sandbox', voter: 'ann' })).toEqual({
      __typename: 'WithdrawVoteSuccess',
      survey: { slug: 'sandbox', voteCount: 0 },
    });
    expect(await viewerVote()).toBeNull();
    expect(await tally(app)).toEqual({ count: 0, votes: {} });
    expect(await mutate(app, key, withdrawVote, { survey: 'sandbox', voter: 'ann' })).toMatchObject({
      code: 'VOTE_NOT_FOUND',
    });
  });

  test('20 times concurrently by each of 30 voters results in 30 votes and an exact tally', {
    timeout: 60_000,
  }, async () => {
    const app = await startApp({ rateLimitPointsKeyed: 0 });
    const key = keyFor(app, 'votes:cast');
    const choices = ['ai', 'rwa', 'defi'];
    await Promise.all(
      Array.from({ length: 600 }, (_, index) =>
        mutate(app, key, castVote, {
          survey: 'sandbox',
          choices: [choices[index % 3]],
          voter: `v${index % 30}`,
        }),
      ),
    );
    const { count, votes } = await tally(app);
    expect(count).toBe(30);
    expect(Object.values<number>(votes).reduce((sum, number) => sum + number, 0)).toBe(30);
  });
});

async function survey(app: App, key: Record<string, string>, input: object): Promise<void> {
  const full = { slug: 's', title: 'S', question: '?', options: ['ai', 'depin', 'rwa', 'defi'], ...input };
  expect(await mutate(app, key, createSurvey, full)).toEqual({ __typename: 'CreateSurveySuccess' });
  expect(await mutate(app, key, step('openSurvey'), { survey: 's' })).toMatchObject({
    survey: { status: 'OPEN' },
  });
}

test('a survey goes from draft to published, and each transition is allowed only in its state', async () => {
  const app = await startApp();
  const key = keyFor(app, 'surveys:write', 'votes:cast', 'audit:read');
  await mutate(app, key, createSurvey, { slug: 's', title: 'S', question: '?', options: ['ai', 'depin'] });
  const transition = (name: string, input: object = {}) =>
    mutate(app, key, step(name), { survey: 's', ...input });
  expect(await transition('closeSurvey')).toMatchObject({
    __typename: 'SurveyStateError',
    code: 'SURVEY_STATE',
  });
  expect(await transition('scheduleSurvey', { opensAt: '2001-01-01T00:00:00Z' })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['opensAt'],
  });
  expect(await transition('scheduleSurvey', { opensAt: '2999-01-01T00:00:00Z' })).toMatchObject({
    survey: { status: 'SCHEDULED' },
  });
  expect(await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'a' })).toMatchObject({
    code: 'SURVEY_NOT_OPEN',
  });
  expect(await transition('openSurvey')).toMatchObject({ survey: { status: 'OPEN', closesAt: null } });
  expect(await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'a' })).toMatchObject({
    __typename: 'CastVoteSuccess',
  });
  expect(await transition('publishSurvey')).toMatchObject({ code: 'SURVEY_STATE' });
  expect(await transition('closeSurvey')).toMatchObject({ survey: { status: 'CLOSED' } });
  expect(await transition('openSurvey')).toMatchObject({ code: 'SURVEY_STATE' });
  expect(await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'b' })).toMatchObject({
    code: 'SURVEY_NOT_OPEN',
  });
  expect(await transition('publishSurvey')).toMatchObject({
    survey: { status: 'PUBLISHED', publishedAt: expect.any(String) },
  });
  expect(await transition('cancelSurvey')).toMatchObject({ code: 'SURVEY_STATE' });
  const { body } = await app.post({ query: '{ auditTrail { nodes { action after } } }' }, key);
  const trail: { action: string; after: string }[] = body.data.auditTrail.nodes;
  expect(JSON.parse(trail.find(({ action }) => action === 'scheduleSurvey')?.after ?? '')).toEqual({
    status: 'SCHEDULED',
    opensAt: '2999-01-01T00:00:00.000Z',
    closesAt: null,
  });
  expect(trail.map(({ action }) => action)).toEqual([
    'publishSurvey',
    'closeSurvey',
    'openSurvey',
    'scheduleSurvey',
    'createSurvey',
  ]);
});

test('a survey closes at its deadline, and setting the clock back does not reopen it', async () => {
  let now = Date.UTC(2026, 0, 1);
  const app = await startApp({ clock: () => now });
  const key = keyFor(app, 'surveys:write', 'votes:cast');
  await survey(app, key, { closesAt: '2026-01-01T01:00:00Z' });
  const cast = (voter: string) => mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter });
  now += 3_599_999;
  expect(await cast('a')).toMatchObject({ __typename: 'CastVoteSuccess' });
  now += 1;
  expect(await cast('b')).toMatchObject({ code: 'SURVEY_NOT_OPEN' });
  now -= 1_000_000;
  expect(await cast('c')).toMatchObject({ code: 'SURVEY_NOT_OPEN' });
  expect((await tally(app, 's')).count).toBe(1);
});

test('hidden results are null on every path before the close and visible afterwards', async () => {
  const app = await startApp();
  const key = keyFor(app, 'surveys:write', 'votes:cast');
  await survey(app, key, {
    resultsVisibility: 'AFTER_CLOSE',
    series: 'top-crypto-narratives',
    edition: 2025,
  });
  const { receipt } = await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'a' });
  const id = (text: string) => Buffer.from(text).toString('base64url');
  const paths = `{
    survey(slug: "s") { voteCount results { votes } outcome { denominator asOf } turnout { votes } votes { totalCount } previousEdition { slug } }
    surveys(filter: { edition: 2025 }) { nodes { voteCount results { votes } } }
    narrative(slug: "ai") { result(survey: "s") { votes } results { totalCount } }
    node(id: "${id('SurveyResult:s:ai')}") { id }
    vote(receipt: "${receipt}") { survey { voteCount results { votes } } }
  }`;
  const hidden = await app.query(paths);
  expect(hidden).toEqual({
    survey: {
      voteCount: null,
      results: null,
      outcome: null,
      turnout: null,
      votes: null,
      previousEdition: { slug: 'top-crypto-narratives-2024' },
    },
    surveys: { nodes: [{ voteCount: null, results: null }] },
    narrative: { result: null, results: { totalCount: 2 } },
    node: null,
    vote: { survey: { voteCount: null, results: null } },
  });
  expect((await fetch(`${app.origin}/surveys/s/results.csv`)).status).toBe(404);
  await mutate(app, key, step('closeSurvey'), { survey: 's' });
  const visible = await app.query(paths);
  expect(visible).toMatchObject({
    survey: { voteCount: 1, outcome: { denominator: 1 }, turnout: [{ votes: 1 }], votes: { totalCount: 1 } },
    narrative: { result: { votes: 1 }, results: { totalCount: 3 } },
    node: { id: id('SurveyResult:s:ai') },
    vote: { survey: { voteCount: 1 } },
  });
  const csv = await fetch(`${app.origin}/surveys/s/results.csv`);
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect((await csv.text()).split(/\r?\n/)[1]).toMatch(/^1,ai,/);
});

test('a ranked survey has rounds, and each result has an interval and its change', async () => {
  const app = await startApp({ rateLimitPointsKeyed: 0, rateLimitPoints: 0, costLimit: 0 });
  const key = keyFor(app, 'surveys:write', 'votes:cast');
  await survey(app, key, {
    method: 'RANKED_CHOICE',
    resultsVisibility: 'LIVE',
    series: 'top-crypto-narratives',
    edition: 2025,
  });
  const ballots = [
    ...Array(4).fill(['ai']),
    ...Array(3).fill(['depin', 'rwa']),
    ...Array(2).fill(['rwa', 'depin']),
    ['defi'],
  ];
  for (const [index, choices] of ballots.entries()) {
    await mutate(app, key, castVote, { survey: 's', choices, voter: `v${index}` });
  }
  // Answers once the last votes are counted.
  await mutate(app, key, step('closeSurvey'), { survey: 's' });
  const { survey: result } = await app.query(`{ survey(slug: "s") {
    outcome { denominator method revision unlistedShare rounds { number exhausted results { votes share option { slug } } eliminated { slug } transfers { from { slug } to { slug } votes } } }
    results { rank votes share shareChange rankChange interval { low high confidence } narrative { slug } } } }`);
  expect(result.outcome.denominator).toBe(10);
  expect(
    result.results.map(
      ({ rank, votes, narrative }: { rank: number; votes: number; narrative: { slug: string } }) => [
        rank,
        narrative.slug,
        votes,
      ],
    ),
  ).toEqual([
    [1, 'depin', 5],
    [2, 'ai', 4],
    [3, 'rwa', 2],
    [4, 'defi', 1],
  ]);
  expect(result.outcome.rounds.at(-1).exhausted).toBe(1);
  expect(
    result.outcome.rounds
      .flatMap(({ eliminated }: { eliminated: { slug: string }[] }) => eliminated.map(({ slug }) => slug))
      .sort(),
  ).toEqual(['defi', 'rwa']);
  expect(result.outcome.rounds.flatMap(({ transfers }: { transfers: object[] }) => transfers)).toEqual(
    expect.arrayContaining([
      { from: { slug: 'rwa' }, to: { slug: 'depin' }, votes: 2 },
      { from: { slug: 'defi' }, to: null, votes: 1 },
    ]),
  );
  expect(result.results[0]).toMatchObject({
    share: 50,
    shareChange: 19.8,
    rankChange: 0,
    interval: { confidence: 0.95 },
  });
});

test('votes can be paged after the close, without revealing voters or their order', async () => {
  const app = await startApp({ rateLimitPointsKeyed: 0 });
  const key = keyFor(app, 'surveys:write', 'votes:cast');
  await survey(app, key, { resultsVisibility: 'LIVE' });
  const voters = Array.from({ length: 30 }, (_, index) => `voter-${index}`);
  const receipts: unknown[] = [];
  for (const voter of voters)
    receipts.push((await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter })).receipt);
  const page = (after: string | null) =>
    app.query(
      'query ($after: String) { survey(slug: "s") { votes(first: 7, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id receipt castAt choices { slug } } } } }',
      { after },
    );
  expect((await page(null)).survey.votes).toBeNull();
  await mutate(app, key, step('closeSurvey'), { survey: 's' });
  const allVotes: { id: string; receipt: string; castAt: string }[] = [];
  let after: string | null = null;
  do {
    const votes: Reply['body'] = (await page(after)).survey.votes;
    expect(votes.totalCount).toBe(30);
    allVotes.push(...votes.nodes);
    after = votes.pageInfo.hasNextPage ? votes.pageInfo.endCursor : null;
  } while (after !== null);
  expect(allVotes.map(({ receipt }) => receipt).sort()).toEqual([...receipts].sort());
  expect(allVotes.map(({ receipt }) => receipt)).not.toEqual(receipts);
  expect(JSON.stringify(allVotes)).not.toContain('voter-');
  const [first] = allVotes;
  const { node } = await app.query('query ($id: ID!) { node(id: $id) { ... on Vote { receipt } } }', {
    id: first?.id,
  });
  expect(node.receipt).toBe(first?.receipt);
  expect(
    await app.query(
      '{ survey(slug: "s") { a: votes(filter: { narrative: "ai" }) { totalCount } b: votes(filter: { narrative: "rwa" }) { totalCount } } }',
    ),
  ).toEqual({ survey: { a: { totalCount: 30 }, b: { totalCount: 0 } } });
});

/** Opens a stream; `next` returns the data of the next event, or 'complete'. */
async function subscribe(app: App, query: string, headers: Record<string, string> = {}) {
  const aborted = new AbortController();
  onTestFinished(() => aborted.abort());
  const response = await fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
    signal: aborted.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async () => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (event.startsWith(':')) continue;
        if (event.startsWith('event: complete')) return 'complete';
        return JSON.parse(event.slice(event.indexOf('data: ') + 6));
      }
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) return 'ended';
      text += value;
    }
  };
  return { response, next, abort: () => aborted.abort() };
}

describe('a subscription to a survey', () => {
  const query =
    'subscription { surveyResults(survey: "sandbox") { status voteCount results(first: 1) { votes narrative { slug } } } }';

  test('sends the current state and then every change, to all subscribers', async () => {
    const app = await startApp();
    const key = keyFor(app, 'votes:cast');
    const [one, other] = [await subscribe(app, query), await subscribe(app, query)];
    expect(one.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect((await one.next()).data.surveyResults.voteCount).toBe(0);
    expect((await other.next()).data.surveyResults.voteCount).toBe(0);
    await Promise.all(
      ['a', 'b', 'c'].map((voter) =>
        mutate(app, key, castVote, { survey: 'sandbox', choices: ['rwa'], voter }),
      ),
    );
    const changed = {
      data: {
        surveyResults: { status: 'OPEN', voteCount: 3, results: [{ votes: 3, narrative: { slug: 'rwa' } }] },
      },
    };
    expect(await one.next()).toEqual(changed);
    expect(await other.next()).toEqual(changed);
    const late = await subscribe(app, query);
    expect(await late.next()).toEqual(changed);
  });

  test('executes an event once for all subscribers with the same operation and access', async () => {
    const app = await startApp();
    const key = keyFor(app, 'votes:cast', 'drafts:read');
    const titles = 'subscription { surveyResults(survey: "sandbox") { title voteCount } }';
    const anonymous = await Promise.all([1, 2, 3, 4, 5].map(() => subscribe(app, query)));
    const others = [await subscribe(app, titles), await subscribe(app, query, key)];
    for (const stream of [...anonymous, ...others]) await stream.next();
    app.statements.length = 0;
    await mutate(app, key, castVote, { survey: 'sandbox', choices: ['rwa'], voter: 'a' });
    const events = await Promise.all([...anonymous, ...others].map(({ next }) => next()));
    expect(new Set(events.slice(0, 5).map((event) => JSON.stringify(event))).size).toBe(1);
    expect(events[5]).toEqual({ data: { surveyResults: { title: 'Sandbox', voteCount: 1 } } });
    expect(events[6]).toEqual(events[0]);
    // Once for the five, and once for the caller who may read drafts; `titles` reads no options.
    expect(app.statements.filter((sql) => sql.includes('"survey_option"."votes"'))).toHaveLength(2);
  });

  test('also streams the response to a query, cached or not', async () => {
    const app = await startApp();
    const slugs = ['sandbox', 'top-crypto-narratives-2024', 'sandbox', 'top-crypto-narratives-2024'];
    for (const slug of slugs) {
      const { next } = await subscribe(app, `{ survey(slug: "${slug}") { slug } }`);
      expect(await next()).toEqual({ data: { survey: { slug } } });
    }
  });

  test('completes with the final state at the close, and does not reveal a hidden tally before', {
    timeout: 15_000,
  }, async () => {
    const app = await startApp();
    const key = keyFor(app, 'surveys:write', 'votes:cast');
    await survey(app, key, { resultsVisibility: 'AFTER_CLOSE' });
    const stream = await subscribe(app, 'subscription { surveyResults(survey: "s") { status voteCount } }');
    expect(await stream.next()).toEqual({ data: { surveyResults: { status: 'OPEN', voteCount: null } } });
    await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'a' });
    const nextEvent = stream.next();
    const silence = new Promise((resolve) => setTimeout(resolve, 2_500, 'silence'));
    expect(await Promise.race([nextEvent, silence])).toBe('silence');
    await mutate(app, key, step('closeSurvey'), { survey: 's' });
    expect(await nextEvent).toEqual({ data: { surveyResults: { status: 'CLOSED', voteCount: 1 } } });
    expect(await stream.next()).toBe('complete');
  });

  test('is refused without a stream, above the cost limit, with an invalid key or too many streams; an unknown survey is null', async () => {
    const app = await startApp({ streamLimit: 1 });
    expect((await app.post({ query })).body.errors[0].message).toMatch(/text\/event-stream/);
    expect((await app.post([{ query }])).body[0].errors[0].message).toMatch(/text\/event-stream/);
    const expensive =
      'subscription { surveyResults(survey: "sandbox") { options { narrative { results(first: 100) { nodes { rank } } } } } }';
    const refused = await subscribe(app, expensive);
    expect(refused.response.headers.get('content-type')).toMatch('application/json');
    expect((await refused.response.body?.cancel().catch(() => undefined)) ?? undefined).toBeUndefined();
    expect((await subscribe(app, query, { authorization: 'Bearer moon_x' })).response.status).toBe(401);
    const unknown = await subscribe(app, 'subscription { surveyResults(survey: "none") { title } }');
    expect(await unknown.next()).toEqual({ data: { surveyResults: null } });
    expect(await unknown.next()).toBe('complete');
    const open = await subscribe(app, query);
    await open.next();
    const second = await subscribe(app, query);
    expect(second.response.status).toBe(429);
    open.abort();
    await expect.poll(async () => (await subscribe(app, query)).response.status).toBe(200);
  });

  test('ends when its key is revoked', { timeout: 20_000 }, async () => {
    const app = await startApp();
    const { key, row } = createApiKey(app.db, { name: 'x', scopes: [] }, 1);
    const stream = await subscribe(app, query, { authorization: `Bearer ${key}` });
    await stream.next();
    app.db.$client.prepare('update api_key set revoked_at = 1 where id = ?').run(row.id);
    expect(await stream.next()).toBe('complete');
  });
});

test('the database does not contain the voter or a plain hash of it', async () => {
  const app = await startApp();
  const key = keyFor(app, 'votes:cast');
  const canary = 'canary-voter-7f3a';
  await mutate(app, key, castVote, {
    survey: 'sandbox',
    choices: ['ai'],
    voter: canary,
    idempotencyKey: `${canary}-key`,
  });
  const dump = app.db.$client.serialize();
  expect(dump.includes(canary)).toBe(false);
  expect(dump.includes(createHash('sha256').update(canary).digest('hex'))).toBe(false);
});
