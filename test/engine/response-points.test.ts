import { describe, expect, test } from 'vitest';
import { type App, type Reply, startApp } from '../support/app.ts';

/** Options cost nothing; the alias is repeated for each of them. */
const longAlias = 'a'.repeat(14_000);
const options = `{ survey(slug: "sandbox") { options { ${longAlias}: slug } } }`;

const remainingIn = ({ headers }: Reply): number =>
  Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);

/** The points that a known document costs. */
async function pointsOf(app: App, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const before = remainingIn(await app.post({ query: '{ __typename }' }));
  return before - remainingIn(await app.post(body, headers));
}

const bytesOf = ({ body }: Reply): number => Buffer.byteLength(JSON.stringify(body));

describe('a response of many bytes', () => {
  test('costs a point for each 2,048 of them, also above its price and when it is cached', async () => {
    const app = await startApp();
    const reply = await app.post({ query: options });
    const points = Math.ceil(bytesOf(reply) / 2_048);
    expect(points).toBeGreaterThan(50);
    expect([await pointsOf(app, { query: options }), await pointsOf(app, { query: options })]).toEqual([
      points,
      points,
    ]);
  });

  test('has its points in the cost report', async () => {
    const app = await startApp();
    const { body } = await app.post({ query: options }, { 'x-graphql-cost': 'report' });
    const { extensions, ...response } = body;
    const actual = Math.ceil(Buffer.byteLength(JSON.stringify(response)) / 2_048);
    expect(extensions.cost).toEqual({ requested: 1, actual, limit: 1_000 });
    expect(await pointsOf(app, { query: options }, { 'x-graphql-cost': 'report' })).toBe(actual);
  });

  test('costs its price when that is more', async () => {
    const app = await startApp();
    const query = '{ narratives(first: 8) { nodes { slug } } }';
    await app.post({ query });
    expect(await pointsOf(app, { query })).toBe(9);
  });

  test('can overspend the budget, which then admits nothing', async () => {
    const app = await startApp({ rateLimitPoints: 100 });
    await app.post({ query: options });
    expect(remainingIn(await app.post({ query: options }))).toBe(0);
    const { status, body } = await app.post({ query: '{ __typename }' });
    expect([status, body.errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
  });

  test('costs what was built of it when it is aborted at the limit', async () => {
    const app = await startApp({ responseLimit: 100_000 });
    await app.post({ query: options });
    const points = await pointsOf(app, { query: options });
    expect(points).toBeGreaterThanOrEqual(48);
    expect(points).toBeLessThan(60);
    const throughGraphqlJs = `query ($is: Boolean = true) ${options.replace('slug }', 'slug @include(if: $is) }')}`;
    await app.post({ query: throughGraphqlJs });
    expect(await pointsOf(app, { query: throughGraphqlJs })).toBeGreaterThanOrEqual(48);
  });

  test('is charged for each operation of a batch', async () => {
    const app = await startApp();
    const single = Math.ceil(bytesOf(await app.post({ query: options })) / 2_048);
    expect(await pointsOf(app, [{ query: options }, { query: '{ __typename }' }, { query: options }])).toBe(
      2 * single + 1,
    );
  });
});
