import { expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { withTimeout } from '../../src/engine/with-timeout.ts';
import { startApp } from '../support/app.ts';

test('a write that waits too long fails with TIMEOUT, and reads continue meanwhile', async () => {
  const app = await startApp({ operationTimeoutSeconds: 1 });
  const { key } = createApiKey(app.db, { name: 'k', scopes: ['votes:cast'] }, 1);
  // Takes the write lock, as another process would.
  app.db.$client.exec('begin immediate');
  const cast = app.post(
    {
      query:
        'mutation { castVote(input: { survey: "sandbox", choices: ["ai"], voter: "a" }) { __typename } }',
    },
    { authorization: `Bearer ${key}` },
  );
  const read = await app.post(
    { query: '{ survey(slug: "sandbox") { status } }' },
    { authorization: `Bearer ${key}` },
  );
  expect(read.body.data.survey.status).toBe('OPEN');
  const { status, body } = await cast;
  expect([status, body.errors[0].extensions.code]).toEqual([504, 'TIMEOUT']);
  app.db.$client.exec('rollback');
});

test('0 seconds means no limit', async () => {
  const late = new Promise((resolve) => setTimeout(() => resolve('late'), 20));
  expect(await withTimeout(late, 0)).toBe('late');
});
