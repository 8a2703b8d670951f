import { expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { startApp } from '../support/app.ts';
import { keyFor } from '../support/mutations.ts';

test('the caller can query its own identity and budget', async () => {
  const app = await startApp();
  const query = '{ viewer { kind name scopes } budget { limit remaining resetAt } }';
  expect(await app.query(query)).toMatchObject({
    viewer: { kind: 'ANONYMOUS', name: null, scopes: [] },
    budget: { limit: 10_000 },
  });
  const { body } = await app.post({ query }, keyFor(app, 'votes:cast', 'audit:read'));
  expect(body.data).toMatchObject({
    viewer: { kind: 'API_KEY', name: 'site', scopes: ['audit:read', 'votes:cast'] },
    budget: { limit: 60_000 },
  });
});

test('a forged, expired or revoked key is refused even for public fields', async () => {
  const app = await startApp();
  const valid = createApiKey(app.db, { name: 'a', scopes: [], expiresAt: Date.now() + 60_000 }, 1).key;
  const expired = createApiKey(app.db, { name: 'b', scopes: [], expiresAt: 2 }, 1).key;
  const { key: revoked, row } = createApiKey(app.db, { name: 'c', scopes: [] }, 1);
  app.db.$client.prepare('update api_key set revoked_at = 1 where id = ?').run(row.id);
  const forged = `${valid.slice(0, -8)}${'A'.repeat(8)}`;
  const statusFor = async (key: string) => {
    const { status, body } = await app.post(
      { query: '{ viewer { kind } }' },
      { authorization: `Bearer ${key}` },
    );
    return [status, body.errors?.[0].extensions.code];
  };
  expect(await statusFor(valid)).toEqual([200, undefined]);
  for (const key of [expired, revoked, forged, 'moon_x', 'a.b.c', '']) {
    expect(await statusFor(key), key).toEqual([401, 'UNAUTHENTICATED']);
  }
  const batch = await app.post([{ query: '{ __typename }' }, { query: '{ __typename }' }], {
    authorization: `Bearer ${forged}`,
  });
  expect([batch.status, batch.body.length]).toEqual([401, 2]);
});
