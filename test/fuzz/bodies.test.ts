import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { fuzz } from '../support/fuzz.ts';

/** `FUZZ=100000` sends as many bodies as the guard is held to: `npm run fuzz`. */
const count = Number(process.env.FUZZ ?? 2_000);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test(`${count} broken bodies make no error of the server and leave its memory as it was (SEED=${seed})`, {
  timeout: 900_000,
}, async () => {
  const app = await startApp({ rateLimitPoints: 0 });
  await fuzz(app.url, Math.min(count, 2_000), seed + 1);
  const before = process.memoryUsage().rss;
  const { statuses, faults } = await fuzz(app.url, count, seed);
  const growth = Math.round((process.memoryUsage().rss - before) / 1_048_576);
  console.info(`statuses ${JSON.stringify(statuses)}; resident memory grew by ${growth} MB`);
  expect(faults.slice(0, 5)).toEqual([]);
  expect((await app.query('{ survey(slug: "sandbox") { status } }')).survey.status).toBe('OPEN');
});
