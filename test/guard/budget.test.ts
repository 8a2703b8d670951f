import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { anonymous, type Viewer } from '../../src/access/viewer.ts';
import { headersOfErrors } from '../../src/graphql/errors.ts';
import { type BudgetOptions, type Charge, createBudgets } from '../../src/guard/budget.ts';
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
  test('of 500 points holds 500 of 1,000 requests that come at once, and charges nothing for the others', async () => {
    const budgets = budgetsOf();
    const request = async (index: number) => {
      await new Promise((resolve) => setImmediate(resolve));
      return refusalOf(() => budgets.charge(network(), 1, start + (index % 7))) === undefined;
    };
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, index) => request(index)));
    expect(answers.filter((isPaid) => isPaid)).toHaveLength(500);
    expect(budgets.state(network(), start)?.remaining).toBe(0);
  });

  test('is never overspent, and holds exactly what was charged less what was given back', () => {
    const step = fc.record({
      points: fc.integer({ min: 1, max: 200 }),
      back: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const budgets = budgetsOf();
        let spent = 0;
        for (const { points, back } of steps) {
          const fits = spent + points <= 500;
          expect(
            refusalOf(() => {
              const charge = budgets.charge(network(), points, start);
              budgets.refund(charge, back, start);
              return charge;
            }) === undefined,
          ).toBe(fits);
          if (fits) spent += points - Math.min(back, points);
          expect(budgets.state(network(), start)?.remaining).toBe(500 - spent);
        }
      }),
    );
  });

  test('is full again when its window ends, not before', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 500, start);
    expect(budgets.state(network(), end - 1)).toEqual({ limit: 500, remaining: 0, resetAt: end });
    expect(refusalOf(() => budgets.charge(network(), 1, end - 1))).toBeDefined();
    expect(budgets.state(network(), end)).toEqual({ limit: 500, remaining: 500, resetAt: end + 60_000 });
    expect(budgets.charge(network(), 400, end).resetAt).toBe(end + 60_000);
    expect(budgets.state(network(), end + 1)?.remaining).toBe(100);
  });

  test('takes nothing back into a later window than the one that was charged', () => {
    const budgets = budgetsOf();
    const charge = budgets.charge(network(), 300, start);
    budgets.charge(network(), 400, end);
    budgets.refund(charge, 300, end + 1);
    expect(budgets.state(network(), end + 1)?.remaining).toBe(100);
  });

  test('takes a charge back once only', () => {
    const budgets = budgetsOf();
    const charge = budgets.charge(network(), 300, start);
    budgets.charge(network(), 100, start);
    for (const points of [200, 200, -50, Number.NaN, 1000]) budgets.refund(charge, points, start);
    expect(charge.points).toBe(0);
    expect(budgets.state(network(), start)?.remaining).toBe(400);
  });

  test('is not begun anew by a request that was overtaken by later ones', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 400, start);
    expect(refusalOf(() => budgets.charge(network(), 200, start - 3000))).toBeDefined();
  });

  test('is begun anew when the clock was set back by more than that', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 500, start);
    expect(refusalOf(() => budgets.charge(network(), 500, start - 86_400_000))).toBeUndefined();
  });

  test('keeps fractions of points, and shows whole ones', () => {
    const budgets = budgetsOf();
    budgets.charge(network(), 0.5, start);
    expect(budgets.state(network(), start)?.remaining).toBe(499);
    expect(refusalOf(() => budgets.charge(network(), 499.5, start))).toBeUndefined();
  });

  test('of 0 points is none', () => {
    const budgets = budgetsOf();
    const client = network(0);
    budgets.refund(budgets.charge(client, 1_000_000, start), 5, start);
    expect(budgets.state(client, start)).toBeUndefined();
  });

  test('that refuses says what was asked, what is left and when to come back', () => {
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
      'It never holds as much',
    );
  });
});

describe('budgets', () => {
  const key: Viewer = { ...anonymous, kind: 'API_KEY', id: 'key:abc', name: 'One' };
  const voter: Viewer = { ...anonymous, kind: 'VOTER', id: 'voter:abc' };

  test.each([
    ['the network of a request without a key', anonymous, { key: '203.0.113.9', limit: 500, isKnown: false }],
    ['a key', key, { key: 'key:abc', limit: 5000, isKnown: true }],
    ['a key with a number of its own', { ...key, points: 7 }, { key: 'key:abc', limit: 7, isKnown: true }],
    ['a key without limit', { ...key, points: 0 }, { key: 'key:abc', limit: 0, isKnown: true }],
    ['a voter', voter, { key: 'voter:abc', limit: 500, isKnown: true }],
  ])('go by %s', (_name, viewer, client) => {
    expect(budgetsOf().clientOf(viewer, '203.0.113.9')).toEqual(client);
  });

  test('that are spent stay spent until their window ends, however many networks come', () => {
    const budgets = budgetsOf({ maximumBudgets: 100 });
    const holder = budgets.clientOf(key, 'anywhere');
    budgets.charge(holder, 5000, start);
    const spenders = Array.from({ length: 150 }, (_, index) => network(500, `spender ${index}`));
    for (const spender of spenders) budgets.charge(spender, 500, start);
    // One in millions shares both counters with a spender, and is refused.
    for (let index = 0; index < 10_000; index += 1)
      refusalOf(() => budgets.charge(network(500, `n${index}`), 1, start + 1));
    for (const client of [holder, ...spenders]) {
      expect(budgets.state(client, end - 1)?.remaining).toBe(0);
      expect(refusalOf(() => budgets.charge(client, 1, end - 1))).toBeDefined();
    }
    // Two windows later all is forgotten.
    expect(budgets.state(network(500, 'spender 0'), end + 60_000)?.remaining).toBe(500);
    expect(budgets.charge(network(500, 'spender 0'), 500, end + 60_000).points).toBe(500);
  });

  test('of those that come during a flood are theirs but for a little', () => {
    const budgets = budgetsOf({ maximumBudgets: 100 });
    for (let index = 0; index < 20_000; index += 1) budgets.charge(network(500, `n${index}`), 5, start);
    const remaining = Array.from(
      { length: 1_000 },
      (_, index) => budgets.state(network(500, `late ${index}`), start)?.remaining ?? 0,
    );
    // 100,000 points have spilled into 65,536 counters a row: 1.5 on average.
    expect(remaining.reduce((sum, points) => sum + points) / 1_000).toBeGreaterThan(495);
    expect(Math.min(...remaining)).toBeGreaterThan(450);
  });

  test('come and go without being counted twice', () => {
    const budgets = budgetsOf({ maximumBudgets: 20 });
    const client = network(20_000, 'often');
    for (let round = 0; round < 12; round += 1) {
      budgets.charge(client, 10, start);
      // Displace it, since they have spent more.
      for (let index = 0; index < 40; index += 1)
        budgets.charge(network(20_000, `r${round} n${index}`), 150, start);
    }
    const spent = 20_000 - (budgets.state(client, start)?.remaining ?? 0);
    // Those that share its counters may add their 150.
    expect(spent).toBeGreaterThanOrEqual(120);
    expect(spent).toBeLessThan(1_000);
  });
});

describe('the RateLimit headers', () => {
  const state = { limit: 10_000, remaining: 9979, resetAt: end };

  test('state the policy, what is left, and the whole seconds until there is more', () => {
    expect(rateLimitHeaders(state, windowSeconds, start + 17_001)).toEqual({
      'ratelimit-policy': '"points";q=10000;w=60',
      ratelimit: '"points";r=9979;t=43',
    });
  });

  test('of a refusal tell when to come back, no earlier than the budget is filled', () => {
    const error = rateLimited({ ...state, remaining: 0 }, 1, windowSeconds, end - 1);
    expect(headersOfErrors([error])).toEqual({ 'retry-after': '1' });
  });

  test('are absent where nothing limits the caller', () => {
    expect(rateLimitHeaders(undefined, windowSeconds, start)).toEqual({});
  });
});
