import { describe, expect, test } from 'vitest';
import { closeSurvey } from '../../src/survey/lifecycle-writes.ts';
import { voteByReceipt, votesByVoters } from '../../src/vote/queries.ts';
import { keptCount, recount } from '../../src/vote/recount-queries.ts';
import { voterHash } from '../../src/vote/voter.ts';
import { accepted, codeOf, hour, noon, secret, startVoting } from './voting.ts';

describe('a vote', () => {
  test('is counted, and found again by its receipt and its voter', async () => {
    const { db, cast, result, survey } = startVoting();
    const { receipt, vote } = accepted(await cast(['b']));
    expect(receipt).toMatch(/^[\w-]{22}$/);
    expect(vote).toMatchObject({ castAt: noon, channel: 'API', receipt });
    expect(voteByReceipt(db, receipt)).toEqual(vote);
    const voter = voterHash(secret, 'vote', { caller: 'key:site', voter: 'ann' });
    expect(votesByVoters(db, [[survey().id, voter]]).get(survey().id)).toEqual(vote);
    expect(result()).toEqual({ a: 0, b: 1, c: 0, d: 0 });
    expect(survey()).toMatchObject({ ballots: 1, countedAt: noon });
  });

  test('is replaced by the next of the same voter, whose receipt takes the place of the first', async () => {
    const { db, cast, result, survey } = startVoting();
    const first = accepted(await cast(['a']));
    const second = accepted(await cast(['b']));
    expect(result()).toEqual({ a: 0, b: 1, c: 0, d: 0 });
    expect(survey().ballots).toBe(1);
    expect(voteByReceipt(db, first.receipt)).toBeUndefined();
    expect(voteByReceipt(db, second.receipt)).toEqual(second.vote);
  });

  test('belongs to its caller: the same reference from another caller is another voter', async () => {
    const { cast, survey } = startVoting();
    await cast(['a'], { caller: 'key:site' });
    await cast(['a'], { caller: 'key:app' });
    expect(survey().ballots).toBe(2);
  });

  test('can be withdrawn while the survey is open, and cast again', async () => {
    const { cast, withdraw, result, survey } = startVoting();
    await cast(['a']);
    expect(await withdraw()).toHaveProperty('survey');
    expect(result()).toEqual({ a: 0, b: 0, c: 0, d: 0 });
    expect(codeOf(await withdraw())).toBe('VOTE_NOT_FOUND');
    await cast(['c']);
    expect(result()).toMatchObject({ c: 1 });
    expect(survey().ballots).toBe(1);
  });

  test('counts for every option that it approves of, each share by the number of ballots', async () => {
    const { cast, result, survey } = startVoting({ method: 'APPROVAL', maxChoices: 3 });
    await cast(['b', 'a'], { voter: 'ann' });
    await cast(['a'], { voter: 'bob' });
    expect(result()).toEqual({ a: 2, b: 1, c: 0, d: 0 });
    expect(survey().ballots).toBe(2);
  });
});

describe('20 casts at once by each of 100 voters', () => {
  test('leave 100 votes, and the tallies are those of a recount', async () => {
    const { db, cast, survey } = startVoting();
    const options = ['a', 'b', 'c', 'd'];
    const casts = Array.from({ length: 2000 }, (_, index) =>
      cast([options[(index * 7 + (index >> 3)) % 4] ?? 'a'], { voter: `voter ${index % 100}` }),
    );
    const replies = await Promise.all(casts);
    expect(new Set(replies.map(codeOf))).toEqual(new Set(['accepted']));
    expect(new Set(replies.map((reply) => accepted(reply).receipt)).size).toBe(2000);
    expect(survey().ballots).toBe(100);
    expect(keptCount(db, survey())).toEqual(recount(db, survey()));
  });
});

describe('a vote is refused by name', () => {
  const approval = { method: 'APPROVAL', maxChoices: 2 } as const;
  test.each([
    ['no choice', [], {}, 'TOO_FEW_CHOICES', ['choices']],
    ['more choices than allowed', ['a', 'b', 'c'], approval, 'TOO_MANY_CHOICES', ['choices']],
    ['two choices where there is one', ['a', 'b'], {}, 'TOO_MANY_CHOICES', ['choices']],
    ['an unknown choice', ['a', 'x'], approval, 'UNKNOWN_CHOICE', ['choices', '1']],
    ['a choice named twice', ['a', 'a'], approval, 'DUPLICATE_CHOICE', ['choices', '1']],
    ['a draft', ['a'], { state: 'DRAFT' }, 'SURVEY_NOT_OPEN', ['survey']],
    ['a survey yet to open', ['a'], { state: 'SCHEDULED', opensAt: noon + 1 }, 'SURVEY_NOT_OPEN', ['survey']],
    ['a survey that has closed', ['a'], { state: 'CLOSED' }, 'SURVEY_NOT_OPEN', ['survey']],
    ['a survey that was called off', ['a'], { state: 'CANCELLED' }, 'SURVEY_NOT_OPEN', ['survey']],
    ['a deadline that has passed', ['a'], { closesAt: noon }, 'SURVEY_NOT_OPEN', ['survey']],
    ['a bad ballot after the deadline', ['x'], { closesAt: noon }, 'SURVEY_NOT_OPEN', ['survey']],
  ] as const)('%s', async (_name, choices, changes, code, path) => {
    const { db, cast, survey } = startVoting(changes);
    const reply = await cast(choices);
    expect(reply).toEqual({ code, path, message: expect.stringMatching(/^\S.*\.$/) });
    expect(recount(db, survey())).toMatchObject({ ballots: 0 });
  });

  test('an unknown survey', async () => {
    expect(await startVoting().cast(['a'], { survey: 'nowhere' })).toMatchObject({ code: 'SURVEY_NOT_OPEN' });
  });

  test('and harms none that is written along with it', async () => {
    const { cast, survey, result } = startVoting();
    const replies = await Promise.all([
      cast(['a'], { voter: 'ann' }),
      cast(['x'], { voter: 'bob' }),
      cast(['b'], { voter: 'cid' }),
    ]);
    expect(replies.map(codeOf)).toEqual(['accepted', 'UNKNOWN_CHOICE', 'accepted']);
    expect(result()).toMatchObject({ a: 1, b: 1 });
    expect(survey().ballots).toBe(2);
  });
});

describe('the deadline', () => {
  test('opens and closes by the time of the write', async () => {
    const { cast, clock, survey } = startVoting({
      state: 'SCHEDULED',
      opensAt: noon + 1,
      closesAt: noon + hour,
    });
    expect(codeOf(await cast(['a']))).toBe('SURVEY_NOT_OPEN');
    clock.now = noon + 1;
    expect(codeOf(await cast(['a']))).toBe('accepted');
    clock.now = noon + hour - 1;
    expect(codeOf(await cast(['b']))).toBe('accepted');
    clock.now = noon + hour;
    expect(codeOf(await cast(['c']))).toBe('SURVEY_NOT_OPEN');
    expect(survey()).toMatchObject({ state: 'CLOSED', ballots: 1, countedAt: noon + hour - 1 });
  });

  test('stays passed when the clock goes back', async () => {
    const { db, cast, clock, survey } = startVoting({ closesAt: noon + hour });
    clock.now = noon + hour;
    await cast(['a']);
    clock.jump = -hour;
    expect(codeOf(await cast(['a']))).toBe('SURVEY_NOT_OPEN');
    expect(survey().state).toBe('CLOSED');
    expect(recount(db, survey()).ballots).toBe(0);
  });

  test('counts before it is written: readers see OPEN for a moment, and the vote is refused by its own time', async () => {
    const { cast, clock, survey } = startVoting({ closesAt: noon + hour });
    clock.now = noon + hour;
    expect(survey().state).toBe('OPEN');
    expect(codeOf(await cast(['a']))).toBe('SURVEY_NOT_OPEN');
    expect(survey()).toMatchObject({ state: 'CLOSED', ballots: 0 });
  });

  test('is decided by the log itself, whatever writes to it', () => {
    const { db, survey } = startVoting({ closesAt: noon });
    const insert = db.$client.prepare(
      "insert into vote_event (id, kind, survey_id, voter, choices, at, channel, receipt) values ('an id of 22 characters', 'CAST', ?, 'v', '[1]', ?, 'API', 'r')",
    );
    expect(insert.run(survey().id, noon).changes).toBe(0);
    expect(survey().state).toBe('OPEN');
    expect(insert.run(survey().id, noon - 1).changes).toBe(1);
  });
});

describe('an idempotency key', () => {
  const key = { idempotencyKey: 'first try' };

  test('gives the same reply again and writes nothing', async () => {
    const { db, cast } = startVoting();
    const first = accepted(await cast(['a'], key));
    const events = db.$client.prepare('select count(*) as events from vote_event');
    expect(await cast(['a'], key)).toMatchObject({ receipt: first.receipt, vote: first.vote });
    expect(events.get()).toEqual({ events: 1 });
  });

  test('gives one vote to many repeats at once', async () => {
    const { db, cast } = startVoting();
    const replies = await Promise.all(Array.from({ length: 20 }, () => cast(['a'], key)));
    expect(new Set(replies.map((reply) => accepted(reply).receipt)).size).toBe(1);
    expect(db.$client.prepare('select count(*) as events from vote_event').get()).toEqual({ events: 1 });
  });

  test('gives the reply to the first request though the vote was replaced since', async () => {
    const { cast, result } = startVoting();
    const first = accepted(await cast(['a'], key));
    await cast(['b']);
    expect(accepted(await cast(['a'], key)).receipt).toBe(first.receipt);
    expect(result()).toMatchObject({ a: 0, b: 1 });
  });

  test.each([
    ['other choices', ['b'], {}],
    ['unknown choices', ['x'], {}],
    ['another voter', ['a'], { voter: 'bob' }],
  ])('conflicts with %s', async (_name, choices, input) => {
    const { cast, result } = startVoting();
    await cast(['a'], key);
    expect(codeOf(await cast(choices, { ...key, ...input }))).toBe('IDEMPOTENCY_CONFLICT');
    expect(result()).toMatchObject({ a: 1 });
  });

  test('conflicts with a withdrawal, which has keys of its own', async () => {
    const { cast, withdraw } = startVoting();
    await cast(['a'], key);
    expect(codeOf(await withdraw(key))).toBe('IDEMPOTENCY_CONFLICT');
    const own = { idempotencyKey: 'take it back' };
    expect([codeOf(await withdraw(own)), codeOf(await withdraw(own))]).toEqual(['accepted', 'accepted']);
  });

  test('is free for another caller', async () => {
    const { cast, survey } = startVoting();
    await cast(['a'], key);
    expect(codeOf(await cast(['b'], { ...key, caller: 'key:app' }))).toBe('accepted');
    expect(survey().ballots).toBe(2);
  });

  test('keeps no refusal', async () => {
    const { cast } = startVoting();
    expect(codeOf(await cast(['x'], key))).toBe('UNKNOWN_CHOICE');
    expect(codeOf(await cast(['a'], key))).toBe('accepted');
  });

  test('is forgotten when the survey closes', async () => {
    const { db, writer, cast } = startVoting();
    await cast(['a'], key);
    await closeSurvey(writer, db, { survey: 'vote', actor: 'cli' });
    expect(db.$client.prepare('select * from idempotency_key').all()).toEqual([]);
    expect(codeOf(await cast(['a'], key))).toBe('SURVEY_NOT_OPEN');
  });

  test('is looked up before the deadline: a reply that was lost then is given again', async () => {
    const { cast, clock } = startVoting({ closesAt: noon + 1 });
    const first = accepted(await cast(['a'], key));
    clock.now = noon + 1;
    expect(accepted(await cast(['a'], key)).receipt).toBe(first.receipt);
  });
});
