import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Reply, startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { castVote, openSurvey, step, tally, withdrawVote } from '../support/voting-mutations.ts';

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

  test('20 times concurrently by each of 30 voters results in 30 votes and an exact tally', async () => {
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

test('votes can be paged after the close, without revealing voters or their order', async () => {
  const app = await startApp({ rateLimitPointsKeyed: 0 });
  const key = keyFor(app, 'surveys:write', 'votes:cast');
  await openSurvey(app, key, { resultsVisibility: 'LIVE' });
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

test.each(['LIVE', 'AFTER_CLOSE'])(
  'with %s results a vote is found by its id once voting is over',
  async (resultsVisibility) => {
    const app = await startApp();
    const key = keyFor(app, 'surveys:write', 'votes:cast', 'drafts:read');
    await openSurvey(app, key, { resultsVisibility });
    const ballot = { survey: 's', choices: ['ai'], voter: 'ann' };
    const { vote } = Object(await mutate(app, key, castVote, ballot));
    const find = async () => {
      const query = 'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }';
      const replies = [{}, key].map((headers) => app.post({ query, variables: { id: vote.id } }, headers));
      return (await Promise.all(replies)).map(({ body }) => body.data);
    };
    const nothing = { node: null, nodes: [null] };
    expect(await find()).toEqual([nothing, nothing]);
    await mutate(app, key, step('closeSurvey'), { survey: 's' });
    const found = { node: { id: vote.id }, nodes: [{ id: vote.id }] };
    expect(await find()).toEqual([found, found]);
  },
);

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
