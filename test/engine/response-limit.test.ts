import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { ResponseSize } from '../../src/graphql/response-size.ts';
import { startApp } from '../support/app.ts';
import { eventsOf } from '../support/events.ts';

const bodies = (count: number) =>
  `{ ${Array.from({ length: count }, (_, place) => `a${place}: article(slug: "understanding-rest-apis") { body }`).join(' ')} }`;

const tooLarge = { code: 'RESPONSE_TOO_LARGE', limit: 40_000 };

describe('a response', () => {
  test('above the limit is refused, and below it is not', async () => {
    const app = await startApp({ responseLimit: 40_000 });
    const small = await app.post({ query: bodies(1) });
    expect(small.body.data.a0.body.length).toBeGreaterThan(5_000);
    const { status, body } = await app.post(
      { query: bodies(20) },
      { accept: 'application/graphql-response+json' },
    );
    expect([status, body]).toEqual([
      400,
      { errors: [{ message: expect.stringMatching(/larger than 40,000 bytes/), extensions: tooLarge }] },
    ]);
    expect((await app.post({ query: bodies(20) })).status).toBe(200);
  });

  test('above the limit is aborted while it is built', async () => {
    const app = await startApp({ responseLimit: 40_000 });
    const query = `{ ${bodies(20).slice(1, -1)} after: surveys { nodes { slug } } }`;
    app.statements.length = 0;
    expect((await app.post({ query })).body.errors[0].extensions).toEqual(tooLarge);
    expect(app.statements.filter((sql) => /from "article_text"/.test(sql)).length).toBeGreaterThan(0);
    expect(app.statements.filter((sql) => /dated_at" desc/.test(sql))).toEqual([]);
  });

  test('is also measured when graphql-js executes the operation', async () => {
    const app = await startApp({ responseLimit: 40_000 });
    const query = `query ($is: Boolean = true) { ${bodies(20).slice(1, -1)} x: __typename @include(if: $is) }`;
    expect((await app.post({ query })).body.errors[0].extensions).toEqual(tooLarge);
    const failing = `{ ${bodies(20).slice(1, -1)} articles(first: 0) { totalCount } }`;
    expect((await app.post({ query: failing })).body.errors[0].extensions).toEqual(tooLarge);
  });

  test('is measured with its keys, such as a long alias on many objects', async () => {
    const app = await startApp({ responseLimit: 40_000 });
    const alias = 'a'.repeat(6_000);
    const query = `{ narratives { nodes { ${alias}: __typename } } }`;
    expect((await app.post({ query })).body.errors[0].extensions).toEqual(tooLarge);
  });

  test('is measured in bytes, not characters', () => {
    const size = new ResponseSize(10);
    expect(size.complete(Buffer.byteLength('"日本"'))).toBe(true);
    expect(size.complete(Buffer.byteLength('"日本"'))).toBe(false);
  });

  test('above the limit is not refunded', async () => {
    const app = await startApp({ responseLimit: 40_000, rateLimitPoints: 100_000 });
    const remaining = async () => {
      const { headers } = await app.post({ query: bodies(20) });
      return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    };
    const [first, second] = [await remaining(), await remaining()];
    expect(first - second).toBeGreaterThanOrEqual(20);
  });
});

test('the operations of a batch share the limit, and those that fit succeed', async () => {
  const app = await startApp({ responseLimit: 40_000 });
  const { status, body } = await app.post([
    { query: bodies(1) },
    { query: bodies(20) },
    { query: '{ narrative(slug: "ai") { slug } }' },
  ]);
  expect(status).toBe(200);
  expect(body.map(({ errors }: { errors?: { extensions: object }[] }) => errors?.[0]?.extensions)).toEqual([
    undefined,
    tooLarge,
    undefined,
  ]);
});

test('cached responses count towards the limit', async () => {
  const app = await startApp({ responseLimit: 40_000 });
  const member = { query: bodies(1) };
  const one = (await app.post(member)).body;
  const size = JSON.stringify(one).length;
  const fitting = Math.floor(40_000 / size);
  const { body } = await app.post(Array.from({ length: fitting + 1 }, () => member));
  expect(body.slice(0, fitting)).toEqual(Array(fitting).fill(one));
  expect(body[fitting].errors[0].extensions).toEqual(tooLarge);
});

test('the limit applies to each event of a stream separately', async () => {
  const app = await startApp({ responseLimit: 400 });
  const { key } = createApiKey(app.db, { name: 'k', scopes: ['votes:cast'] }, 1);
  const subscribe = async (query: string) =>
    eventsOf(
      await fetch(app.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query }),
      }),
    );
  const small = await subscribe('subscription { surveyResults(survey: "sandbox") { voteCount } }');
  const large = await subscribe(
    'subscription { surveyResults(survey: "sandbox") { voteCount results { narrative { name summary } } } }',
  );
  const voted = app.post(
    {
      query:
        'mutation { castVote(input: { survey: "sandbox", choices: ["ai"], voter: "a" }) { __typename } }',
    },
    { authorization: `Bearer ${key}` },
  );
  for (const voteCount of [0, 1]) {
    expect((await small.next()).value).toEqual({ data: { surveyResults: { voteCount } } });
    expect((await large.next()).value.errors[0].extensions.code).toBe('RESPONSE_TOO_LARGE');
    await voted;
  }
  await Promise.all([small.return(undefined), large.return(undefined)]);
});

test('a limit of 0 means no limit', async () => {
  const app = await startApp({ responseLimit: 0 });
  expect((await app.post({ query: bodies(20) })).body.errors).toBeUndefined();
});
