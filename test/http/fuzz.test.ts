import { expect, test } from 'vitest';
import { fuzz } from '../support/fuzz.ts';
import { memoryOf, startServerProcess } from '../support/server-process.ts';

/** `npm run fuzz` sends 100,000. */
const count = Number(process.env.FUZZ ?? 2_000);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;

/** Allowed growth of the live heap in bytes, a twentieth of the server's. */
const allowance = 8e6;

test(`${count} broken bodies cause no server error and no memory leak (SEED=${seed})`, {
  timeout: 900_000,
}, async () => {
  const { child, url } = await startServerProcess({ RATE_LIMIT_POINTS: '0' });
  // Warms up until the caches of documents are full.
  await fuzz(url, Math.max(count / 4, 3_000), seed + 1);
  const before = await memoryOf(child);
  const { statuses, faults } = await fuzz(url, count, seed);
  const after = await memoryOf(child);
  console.info(
    `statuses ${JSON.stringify(statuses)}; live heap ${megabytes(before.heapUsed)} MB, then ${megabytes(after.heapUsed)} MB; resident ${megabytes(before.resident)} MB, then ${megabytes(after.resident)} MB`,
  );
  expect(faults.slice(0, 5)).toEqual([]);
  expect(after.heapUsed).toBeLessThan(before.heapUsed + allowance);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ survey(slug: \\"sandbox\\") { status } }"}',
  });
  expect(await response.json()).toEqual({ data: { survey: { status: 'OPEN' } } });
});
