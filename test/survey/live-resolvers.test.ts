import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { preparationOf } from '../support/prepare.ts';
import { subscribe } from '../support/stream.ts';
import { castVote, openSurvey, step } from '../support/voting-mutations.ts';

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

  test('pays for every event, and ends with RATE_LIMITED when the budget has too few points', async () => {
    const points = 3;
    const app = await startApp({ rateLimitPoints: preparationOf(query) + 3 * points - 1 });
    const key = keyFor(app, 'votes:cast');
    const remaining = async () => {
      const { headers } = await app.post({ query: '' });
      return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    };
    const stream = await subscribe(app, query);
    await stream.next();
    await mutate(app, key, castVote, { survey: 'sandbox', choices: ['rwa'], voter: 'a' });
    expect((await stream.next()).data.surveyResults.voteCount).toBe(1);
    await mutate(app, key, castVote, { survey: 'sandbox', choices: ['rwa'], voter: 'b' });
    expect(await stream.next()).toEqual({
      errors: [
        {
          message: expect.stringMatching(/^The request costs 3 points; 2 are left of the budget/),
          extensions: expect.objectContaining({ code: 'RATE_LIMITED', requested: points, remaining: 2 }),
        },
      ],
    });
    expect(await stream.next()).toBe('complete');
    expect(await remaining()).toBe(1);
  });

  test('also streams the response to a query, cached or not', async () => {
    const app = await startApp();
    const slugs = ['sandbox', 'top-crypto-narratives-2024', 'sandbox', 'top-crypto-narratives-2024'];
    for (const slug of slugs) {
      const { next } = await subscribe(app, `{ survey(slug: "${slug}") { slug } }`);
      expect(await next()).toEqual({ data: { survey: { slug } } });
    }
  });

  test('completes with the final state at the close, and does not reveal a hidden tally before', async () => {
    const app = await startApp();
    const key = keyFor(app, 'surveys:write', 'votes:cast');
    await openSurvey(app, key, { resultsVisibility: 'AFTER_CLOSE' });
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
    const refused = await app.post({ query: expensive }, { accept: 'text/event-stream' });
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([400, 'COST_LIMIT_EXCEEDED']);
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

  test('that cannot start does not count as an open stream', async () => {
    const app = await startApp({ streamLimit: 1 });
    const status = async () => (await subscribe(app, query)).response.status;
    app.db.$client.exec('alter table survey rename column overvote to lost');
    expect([await status(), await status()]).toEqual([500, 500]);
    app.db.$client.exec('alter table survey rename column lost to overvote');
    expect([await status(), await status()]).toEqual([200, 429]);
  });

  test('ends when its key is revoked', async () => {
    const app = await startApp();
    const { key, row } = createApiKey(app.db, { name: 'x', scopes: [] }, 1);
    const stream = await subscribe(app, query, { authorization: `Bearer ${key}` });
    await stream.next();
    app.db.$client.prepare('update api_key set revoked_at = 1 where id = ?').run(row.id);
    expect(await stream.next()).toBe('complete');
  });
});
