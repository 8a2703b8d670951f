import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { schema } from '../../src/api/schema.ts';
import { readExamples } from '../../src/http/examples.ts';
import { type App, startApp } from '../support/app.ts';
import { preparationOf } from '../support/prepare.ts';
import { unboundedLists } from './cost/unbounded-lists.ts';

const examples = readExamples();

const report = { 'x-graphql-cost': 'report' };
const validate = { 'x-graphql-cost': 'validate' };

const leaderboard = '{ survey(slug: "sandbox") { results(first: 10) { rank share narrative { name } } } }';
const dashboard = `{ surveys(first: 12) { nodes { title results(first: 10) { rank narrative { name keyPoints { title } articles(first: 3) { nodes { title } } } } } } }`;

const costOf = async (app: App, query: string, headers: Record<string, string> = validate) =>
  (await app.post({ query }, headers)).body.extensions.cost;

describe('the price of', () => {
  test.each([
    ['the leaderboard', leaderboard, 21],
    ['the dashboard', dashboard, 673],
    [
      'GraphiQL’s introspection',
      getIntrospectionQuery({
        descriptions: true,
        inputValueDeprecation: true,
        specifiedByUrl: true,
        schemaDescription: true,
      }),
      20,
    ],
    ['a mutation', 'mutation { publishArticle(input: { article: "x" }) { __typename } }', 75],
    ['a search', '{ search(query: "x", first: 10) { nodes { __typename } } }', 55],
    ['a search with snippets', '{ search(query: "x", first: 10) { edges { snippet } } }', 85],
    ['__typename', '{ __typename }', 0],
    [
      '100 votes with their choices',
      '{ survey(slug: "sandbox") { votes(first: 100) { nodes { castAt choices { slug } } } } }',
      102,
    ],
    [
      'all rounds of a runoff',
      `{ survey(slug: "sandbox") { outcome { rounds { number results { votes option { slug } } eliminated { slug }
         transfers { from { slug } to { slug } votes } ties { options { name } } } } } }`,
      1,
    ],
    [
      'a ballot with the narrative of each option',
      '{ survey(slug: "sandbox") { options { shortName narrative { summary } } } }',
      73,
    ],
  ])('%s', async (_name, query, points) => {
    const app = await startApp();
    const { key } = createApiKey(app.db, { name: 'k', scopes: ['articles:write'] }, 1);
    expect((await costOf(app, query, { ...validate, authorization: `Bearer ${key}` })).requested).toBe(
      points,
    );
  });

  test('every example of GraphiQL is within the limit for anonymous callers', async () => {
    const app = await startApp();
    for (const { query } of examples.filter((example) => !example.query.includes('subscription'))) {
      const { requested, limit } = await costOf(app, query);
      expect(requested).toBeLessThanOrEqual(limit);
    }
  });
});

test('every list of the schema has a bound, and every mutation a scope', () => {
  expect(unboundedLists(schema)).toEqual([]);
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const isGuarded = ({ astNode }: (typeof mutations)[number]) =>
    astNode?.directives?.some(({ name }) => name.value === 'requiresScopes');
  expect(mutations.filter((field) => !isGuarded(field)).map(({ name }) => name)).toEqual([]);
});

test('a refusal reports the cost, the limit and the most expensive fields; validate prices operations above the limit', async () => {
  const app = await startApp();
  const expensive =
    '{ surveys(first: 100) { nodes { results(first: 100) { narrative { articles(first: 100) { nodes { title } } } } } } }';
  const { status, body } = await app.post(
    { query: expensive },
    { accept: 'application/graphql-response+json' },
  );
  expect(status).toBe(400);
  expect(body).toEqual({
    errors: [
      {
        message: expect.stringMatching(
          /the limit is 1,000\. .* Lower `first` of `surveys\.nodes\.results\.narrative\.articles`/,
        ),
        extensions: {
          code: 'COST_LIMIT_EXCEEDED',
          requested: 1_025_101,
          limit: 1_000,
          mostExpensive: [
            {
              path: 'surveys.nodes.results.narrative.articles.nodes',
              coordinate: 'ArticleConnection.nodes',
              points: 1_000_000,
            },
            { path: 'surveys.nodes.results', coordinate: 'Survey.results', points: 10_000 },
            { path: 'surveys.nodes.results.narrative', coordinate: 'SurveyResult.narrative', points: 10_000 },
          ],
        },
      },
    ],
  });
  expect(await costOf(app, expensive)).toEqual({ requested: 1_025_101, limit: 1_000 });
  expect(await costOf(app, leaderboard, report)).toEqual({ requested: 21, actual: 17, limit: 1_000 });
  const { key } = createApiKey(app.db, { name: 'k', scopes: [] }, 1);
  expect(await costOf(app, leaderboard, { ...report, authorization: `Bearer ${key}` })).toMatchObject({
    limit: 5_000,
  });
});

test('a batch is priced as a whole before any operation runs', async () => {
  const app = await startApp();
  const member = { query: dashboard };
  const { status, body } = await app.post([member, member]);
  expect([status, body.length]).toEqual([400, 2]);
  expect(body.map(({ errors }: { errors: { extensions: object }[] }) => errors[0]?.extensions)).toEqual([
    expect.objectContaining({ code: 'COST_LIMIT_EXCEEDED', requested: 1_346 }),
    expect.objectContaining({ code: 'COST_LIMIT_EXCEEDED', requested: 1_346 }),
  ]);
});

test('1,000 concurrent requests on a budget of 500 points do not overspend it', async () => {
  // Costs 2 points before and after execution, because every selected object exists.
  const query =
    '{ survey(slug: "sandbox") { previousEdition { slug } title } narrative(slug: "ai") { slug } viewer { kind } }';
  const app = await startApp({ rateLimitPoints: 500 + preparationOf(query) });
  const replies = await Promise.all(Array.from({ length: 1_000 }, () => app.post({ query }, report)));
  const succeeded = replies.filter(({ status }) => status === 200);
  const spent = succeeded.reduce((sum, { body }) => sum + body.extensions.cost.actual, 0);
  expect(spent).toBeLessThanOrEqual(500);
  expect(spent).toBeGreaterThanOrEqual(498);
  const refused = replies.find(({ status }) => status === 429);
  expect(refused?.body.errors[0].extensions.code).toBe('RATE_LIMITED');
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('every response of the endpoint has the RateLimit headers', async () => {
  const app = await startApp();
  const responses = await Promise.all([
    fetch(app.url, { headers: { accept: 'text/html' } }),
    fetch(app.url, { method: 'POST', body: 'x' }),
    fetch(app.url, { method: 'PUT' }),
    fetch(`${app.url}?query={__typename}`),
    fetch(app.url, { headers: { authorization: 'Bearer moon_x' } }),
    fetch(app.url, { method: 'POST', body: '[]', headers: { 'content-type': 'application/json' } }),
  ]);
  for (const response of responses) {
    await response.arrayBuffer();
    const { headers, status } = response;
    expect(headers.get('ratelimit-policy'), String(status)).toBe('"points";q=10000;w=60');
    expect(headers.get('ratelimit')).toMatch(/^"points";r=\d+;t=\d+$/);
  }
});

test('a field that fails is not refunded', async () => {
  const failing = '{ articles(first: 40, after: "rubbish") { nodes { title } } }';
  const succeeding = '{ articles(first: 40) { nodes { title } } }';
  const app = await startApp({
    rateLimitPoints: 100 + preparationOf(failing) + preparationOf(succeeding),
  });
  const remaining = async (query: string) =>
    Number(/r=(\d+)/.exec((await app.post({ query })).headers.get('ratelimit') ?? '')?.[1]);
  expect(await remaining(failing)).toBe(59 + preparationOf(succeeding));
  expect(await remaining(succeeding)).toBe(54);
});
