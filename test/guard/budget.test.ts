import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { anonymous, type Viewer } from '../../src/access/viewer.ts';
import { headersOfErrors } from '../../src/graphql/errors.ts';
import { type BudgetOptions, type Charge, createBudgets, settleCharge } from '../../src/guard/budget.ts';
import type { Client } from '../../src/guard/client.ts';
import { rateLimitHeaders } from '../../src/guard/rate-limit-headers.ts';
import { rateLimited } from '../../src/guard/rate-limited.ts';

const start = 1_000_000_000_000;
const windowSeconds = 60;
const end = start + windowSeconds * 1000;

const budgetsOf = (options: Partial<BudgetOptions> = {}) =>
  createBudgets({ points: 500, pointsKeyed: 5000, windowSeconds, ...options });

const network = (limit = 500, key = '203.0.113.9'): Client => ({ key, limit, isKnown: false });

function refusalOf(charge: () => Charge): GraphQLError | undefined {
  try {
    charge();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return thrown;
    throw thrown;
  }
}

describe('a budget', () => {
  test('of 500 points admits 500 of 1,000 concurrent requests and does not charge the others', async () => {
    const budgets = budgetsOf();
    const request = async (index: number) => {
      await new Promise((resolve) => setImmediate(resolve));
      return refusalOf(() => budgets.charge(network(), 1, start + (index % 7))) === undefined;
    };
    const admitted = await Promise.all(Array.from({ length: 1000 }, (_, index) => request(index)));
    expect(admitted.filter((isAdmitted) => isAdmitted)).toHaveLength(500);
    expect(budgets.state(network(), start)?.remaining).toBe(0);
  });

  test('is never overspent and has exactly the points left that were not charged or were refunded', () => {
    const step = fc.record({
      points: fc.integer({ min: 1, max: 200 }),
      refund: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const budgets = budgetsOf();
        let spent = 0;
        for (const { points, refund } of steps) {
          const fits = spent + points <= 500;
          expect(
            refusalOf(() => {
              const charge = budgets.charge(network(), points, start);
              budgets.refund(charge, refund, start);
              return charge;
            }) === undefined,
          ).toBe(fits);
          if (fits) spent += points - Math.min(refund, points);
          expect(budgets.state(network(), start)?.remaining).toBe(500 - spent);
        }
      }),
    );
  });

  test('is full again at the end of its window and not before', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 500, start);
    expect(budgets.state(network(), end - 1)).toEqual({ limit: 500, remaining: 0, resetAt: end });
    expect(refusalOf(() => budgets.charge(network(), 1, end - 1))).toBeDefined();
    expect(budgets.state(network(), end)).toEqual({ limit: 500, remaining: 500, resetAt: end + 60_000 });
    expect(budgets.charge(network(), 400, end).resetAt).toBe(end + 60_000);
    expect(budgets.state(network(), end + 1)?.remaining).toBe(100);
  });

  test('ignores a refund of an earlier window', () => {
    const budgets = budgetsOf();
    const charge = budgets.charge(network(), 300, start);
    budgets.charge(network(), 400, end);
    budgets.refund(charge, 300, end + 1);
    expect(budgets.state(network(), end + 1)?.remaining).toBe(100);
  });

  test('refunds no more than was charged', () => {
    const budgets = budgetsOf();
    const charge = budgets.charge(network(), 300, start);
    budgets.charge(network(), 100, start);
    for (const points of [200, 200, -50, Number.NaN, 1000]) budgets.refund(charge, points, start);
    expect(charge.points).toBe(0);
    expect(budgets.state(network(), start)?.remaining).toBe(400);
  });

  test('can be overspent by later points, which admit nothing more until the window ends', () => {
    const budgets = budgetsOf();
    const charge = budgets.charge(network(), 499, start);
    settleCharge(budgets, charge, { charged: 499, actual: 900, now: start });
    expect([charge.points, budgets.state(network(), start)?.remaining]).toEqual([900, 0]);
    budgets.refund(charge, 350, start);
    expect(refusalOf(() => budgets.charge(network(), 1, start))).toBeDefined();
    budgets.refund(charge, 51, start);
    expect(refusalOf(() => budgets.charge(network(), 1, start))).toBeUndefined();
    budgets.addPoints(charge, 1_000, end);
    expect(budgets.state(network(), end)?.remaining).toBe(500);
  });

  test('keeps its window when a request arrives with a slightly earlier time', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 400, start);
    expect(refusalOf(() => budgets.charge(network(), 200, start - 3000))).toBeDefined();
  });

  test('starts a new window when the clock was set back by more than a minute', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 500, start);
    expect(refusalOf(() => budgets.charge(network(), 500, start - 86_400_000))).toBeUndefined();
  });

  test('counts fractions of points and reports whole points', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 0.5, start);
    expect(budgets.state(network(), start)?.remaining).toBe(499);
    expect(refusalOf(() => budgets.charge(network(), 499.5, start))).toBeUndefined();
  });

  test('of 0 points is unlimited', () => {
    const budgets = budgetsOf();
    const client = network(0);
    budgets.refund(budgets.charge(client, 1_000_000, start), 5, start);
    expect(budgets.state(client, start)).toBeUndefined();
  });

  test('reports the requested and remaining points and the retry time in its refusal', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 450, start);
    const error = refusalOf(() => budgets.charge(network(), 60, start + 18_500));
    expect(error?.message).toBe(
      'The request costs 60 points; 50 are left of the budget of 500 every 60 s. Try again in 42 s, or ask for less.',
    );
    expect(error?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      http: { status: 429 },
      requested: 60,
      remaining: 50,
      limit: 500,
      retryAfterSeconds: 42,
    });
    expect(refusalOf(() => budgets.charge(network(), 501, start))?.message).toContain(
      'It costs more than the whole budget',
    );
  });
});

describe('budgets', () => {
  const key: Viewer = { ...anonymous, kind: 'API_KEY', id: 'key:abc', name: 'One' };
  const voter: Viewer = { ...anonymous, kind: 'VOTER', id: 'voter:abc' };

  test.each([
    ['the network of a request without a key', anonymous, { key: '203.0.113.9', limit: 500, isKnown: false }],
    ['a key', key, { key: 'key:abc', limit: 5000, isKnown: true }],
    ['a key with its own limit', { ...key, points: 7 }, { key: 'key:abc', limit: 7, isKnown: true }],
    ['a key without a limit', { ...key, points: 0 }, { key: 'key:abc', limit: 0, isKnown: true }],
    ['a voter', voter, { key: 'voter:abc', limit: 500, isKnown: true }],
  ])('belong to %s', (_name, viewer, client) => {
    expect(budgetsOf().clientOf(viewer, '203.0.113.9')).toEqual(client);
  });

  test('stay spent until their window ends when more networks arrive than there is room for', () => {
    const budgets = budgetsOf({ maximumBudgets: 100 });
    const keyed = budgets.clientOf(key, 'anywhere');
    budgets.charge(keyed, 5000, start);
    const spenders = Array.from({ length: 150 }, (_, index) => network(500, `spender ${index}`));
    for (const spender of spenders) budgets.charge(spender, 500, start);
    // A network that shares both counters with a spender is refused.
    for (let index = 0; index < 10_000; index += 1)
      refusalOf(() => budgets.charge(network(500, `n${index}`), 1, start + 1));
    for (const client of [keyed, ...spenders]) {
      expect(budgets.state(client, end - 1)?.remaining).toBe(0);
      expect(refusalOf(() => budgets.charge(client, 1, end - 1))).toBeDefined();
    }
    // The counters expire after two windows.
    expect(budgets.state(network(500, 'spender 0'), end + 60_000)?.remaining).toBe(500);
    expect(budgets.charge(network(500, 'spender 0'), 500, end + 60_000).points).toBe(500);
  });

  test('of new networks are almost full during a flood', () => {
    const budgets = budgetsOf({ maximumBudgets: 100 });
    for (let index = 0; index < 20_000; index += 1) budgets.charge(network(500, `n${index}`), 5, start);
    const remaining = Array.from(
      { length: 1_000 },
      (_, index) => budgets.state(network(500, `late ${index}`), start)?.remaining ?? 0,
    );
    // 100,000 points spilled into 65,536 counters per row: 1.5 points on average.
    expect(remaining.reduce((sum, points) => sum + points) / 1_000).toBeGreaterThan(495);
    expect(Math.min(...remaining)).toBeGreaterThan(450);
  });

  test('are not counted twice when a client is evicted several times', () => {
    const budgets = budgetsOf({ maximumBudgets: 20 });
    const client = network(20_000, 'often');
    for (let round = 0; round < 12; round += 1) {
      budgets.charge(client, 10, start);
      // These evict the client, because they have spent more.
      for (let index = 0; index < 40; index += 1)
        budgets.charge(network(20_000, `r${round} n${index}`), 150, start);
    }
    const spent = 20_000 - (budgets.state(client, start)?.remaining ?? 0);
    // Clients that share its counters may add their 150 points.
    expect(spent).toBeGreaterThanOrEqual(120);
    expect(spent).toBeLessThan(1_000);
  });
});

describe('the RateLimit headers', () => {
  const state = { limit: 10_000, remaining: 9979, resetAt: end };

  test('contain the policy, the remaining points and the whole seconds until the reset', () => {
    expect(rateLimitHeaders(state, windowSeconds, start + 17_001)).toEqual({
      'ratelimit-policy': '"points";q=10000;w=60',
      ratelimit: '"points";r=9979;t=43',
    });
  });

  test('of a refusal give a retry time that is not before the reset', () => {
    const error = rateLimited({ ...state, remaining: 0 }, 1, windowSeconds, end - 1);
    expect(headersOfErrors([error])).toEqual({ 'retry-after': '1' });
  });

  test('are absent when the caller has no limit', () => {
    expect(rateLimitHeaders(undefined, windowSeconds, start)).toEqual({});
  });
});
