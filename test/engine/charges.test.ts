import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';

test('a batch is charged the sum of its operations, not only the most expensive one', async () => {
  const app = await startApp();
  const remainingAfter = async (body: unknown) => {
    const { headers } = await app.post(body);
    return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
  };
  // Private, so that no response is cached.
  const small = { query: '{ viewer { kind } }' };
  const large = { query: '{ viewer { kind } surveys(first: 2) { nodes { title } } }' };
  // Prepares the documents, which is charged too.
  await app.post([small, large]);
  const before = await remainingAfter(small);
  const afterSmall = await remainingAfter(small);
  const afterLarge = await remainingAfter(large);
  const afterBatch = await remainingAfter([small, large, small, large, large]);
  const [priceOfSmall, priceOfLarge] = [before - afterSmall, afterSmall - afterLarge];
  expect(priceOfLarge).toBeGreaterThan(priceOfSmall);
  expect(afterLarge - afterBatch).toBe(2 * priceOfSmall + 3 * priceOfLarge);
});
