import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createApiKey, type NewApiKey, revokeApiKey } from '../../src/access/api-key.ts';
import { anonymous, isStillValid, type Viewer } from '../../src/access/viewer.ts';
import type { Database } from '../../src/db/client.ts';
import { type Authentication, authenticate, type CredentialHeaders } from '../../src/guard/authenticate.ts';
import { goodPayload, type Issuer, now, startIssuer } from '../access/issuer.ts';
import { emptyDatabase } from '../support/database.ts';

const voterSecret = 'a secret of this test';
const day = 86_400_000;

const depsOf = (db: Database, more: Partial<Authentication> = {}): Authentication => ({
  db,
  now,
  voterTokens: undefined,
  voterSecret,
  ...more,
});

const keyOf = (db: Database, more: Partial<NewApiKey> = {}) =>
  createApiKey(db, { name: 'Press desk', scopes: ['drafts:read', 'articles:write'], ...more }, now - day);

const of = (authorization: string | undefined, apiKey?: string): CredentialHeaders => ({
  authorization,
  apiKey,
});

/** The error for a header, thrown or rejected. */
async function refusalOf(header: string, deps: Authentication): Promise<GraphQLError> {
  try {
    await authenticate(of(header), deps);
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return thrown;
    throw thrown;
  }
  throw new Error('The header was accepted.');
}

describe('authenticate', () => {
  test('returns the anonymous viewer for a request without a header', () => {
    expect(authenticate(of(undefined), depsOf(emptyDatabase()))).toBe(anonymous);
  });

  test.each(['Bearer', 'bearer', 'BEARER '])('accepts a key after the scheme %s, synchronously', (scheme) => {
    const db = emptyDatabase();
    const { key, row } = keyOf(db, { points: 500, expiresAt: now + day });
    expect(authenticate(of(`${scheme} ${key}`), depsOf(db))).toEqual({
      kind: 'API_KEY',
      name: 'Press desk',
      id: `key:${row.id}`,
      scopes: new Set(['drafts:read', 'articles:write']),
      points: 500,
      expiresAt: now + day,
    } satisfies Viewer);
  });

  test('reports the use of a key once a minute', () => {
    const db = emptyDatabase();
    const { key } = keyOf(db);
    const used: string[] = [];
    const deps = depsOf(db, { onKeyUse: ({ id }) => used.push(id) });
    authenticate(of(`Bearer ${key}`), deps);
    db.$client.exec(`update api_key set last_used_at = ${now}`);
    authenticate(of(`Bearer ${key}`), deps);
    expect(used).toEqual([key.split('_')[1]]);
  });

  test('ignores scopes of a key that this version does not know', async () => {
    const db = emptyDatabase();
    const { key } = keyOf(db);
    db.$client.exec(`update api_key set scopes = '["audit:read", "everything", "__proto__", 7]'`);
    const viewer = await authenticate(of(`Bearer ${key}`), depsOf(db));
    expect([...viewer.scopes]).toEqual(['audit:read']);
  });

  const forgeries: Record<string, (key: string, db: Database) => string> = {
    'an expired key': (_key, db) => `Bearer ${keyOf(db, { expiresAt: now - 1 }).key}`,
    'a revoked key': (key, db) => {
      revokeApiKey(db, key.split('_')[1] ?? '', now - 1);
      return `Bearer ${key}`;
    },
    'a key with another secret': (key, db) => {
      // The id of one key with the secret of another, and a valid checksum.
      const other = keyOf(db);
      db.$client.exec(`update api_key set id = 'elsewhere234' where id = '${key.split('_')[1]}'`);
      db.$client.exec(`update api_key set id = '${key.split('_')[1]}' where id = '${other.row.id}'`);
      return `Bearer ${key}`;
    },
    'a key of an unknown id': () => `Bearer ${keyOf(emptyDatabase()).key}`,
    'a key with a typing error': (key) => `Bearer ${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
    'a truncated key': (key) => `Bearer ${key.slice(0, 30)}`,
    'two keys': (key) => `Bearer ${key} ${key}`,
    'another scheme': (key) => `Basic ${Buffer.from(`user:${key}`).toString('base64')}`,
    'no scheme': (key) => key,
    'a scheme alone': () => 'Bearer',
    'an empty header': () => '',
    'a word': () => 'Bearer canary',
    'a token where none is accepted': () => 'Bearer canary.canary.canary',
    'a very long header': () => `Bearer ${'x'.repeat(100_000)}`,
    'many spaces': () => `Bearer ${' '.repeat(100_000)}x y`,
  };

  test.each(Object.keys(forgeries))('rejects %s and does not repeat it in the error', async (name) => {
    const db = emptyDatabase();
    const { key } = keyOf(db);
    const header = forgeries[name]?.(key, db) ?? '';
    const error = await refusalOf(header, depsOf(db));
    expect(error.extensions).toMatchObject({ code: 'UNAUTHENTICATED', http: { status: 401 } });
    const reply = `${error.message} ${JSON.stringify(error)} ${error.stack}`;
    expect(reply).not.toContain(key.slice(18));
    expect(reply).not.toContain('canary');
  });
});

test.each([
  ['has expired', (db: Database) => keyOf(db, { expiresAt: now }).key],
  [
    'has been revoked',
    (db: Database) => {
      const { key, row } = keyOf(db, { expiresAt: now });
      revokeApiKey(db, row.id, now - 1);
      return key;
    },
  ],
])('the holder of a key learns that it %s, and others do not', async (ending, keyIn) => {
  const db = emptyDatabase();
  const key = keyIn(db);
  const { message } = await refusalOf(`Bearer ${key}`, depsOf(db));
  expect(message).toBe(
    `The API key ${ending}. Send another, or no \`Authorization\` header for public fields.`,
  );
  // The same id with the secret of another key, whose checksum is right.
  const other = keyOf(db);
  db.$client.exec(`update api_key set id = 'elsewhere234' where id = '${key.split('_')[1]}'`);
  db.$client.exec(
    `update api_key set id = '${key.split('_')[1]}', expires_at = 1, revoked_at = 1 where id = '${other.row.id}'`,
  );
  expect((await refusalOf(`Bearer ${key}`, depsOf(db))).message).toMatch(
    /^The API key is unknown or malformed\./,
  );
});

describe('the header X-Api-Key', () => {
  test.each([
    ['alone', (_key: string) => undefined],
    ['beside a valid header', (key: string) => `Bearer ${key}`],
  ])('with a key of this API is an error that names `Authorization`: %s', (_name, authorization) => {
    const db = emptyDatabase();
    const { key } = keyOf(db);
    for (const sent of [key, ` ${key}`, 'moon_x'])
      expect(() => authenticate(of(authorization(key), sent), depsOf(db))).toThrow(
        'API keys are not read from `X-Api-Key`. Send `Authorization: Bearer` and the key instead.',
      );
  });

  test.each(['', 'of a gateway', 'xmoon_x'])('with %j is ignored', (sent) => {
    expect(authenticate(of(undefined, sent), depsOf(emptyDatabase()))).toBe(anonymous);
  });
});

describe('authenticate with a token issuer', () => {
  const withIssuer = async (): Promise<{ issuer: Issuer; deps: Authentication; token: string }> => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    const deps = depsOf(emptyDatabase(), { voterTokens: issuer.tokens });
    return { issuer, deps, token: await issuer.sign(key) };
  };

  test('identifies a voter by a hash of issuer and subject, with the scope votes:cast', async () => {
    const { deps, token } = await withIssuer();
    const viewer = await authenticate(of(`Bearer ${token}`), deps);
    expect(viewer).toEqual({
      kind: 'VOTER',
      name: null,
      id: expect.stringMatching(/^voter:[\w-]{43}$/),
      scopes: new Set(['votes:cast']),
      points: null,
      expiresAt: (goodPayload.exp + 30) * 1000,
    });
    expect(JSON.stringify(viewer)).not.toContain(goodPayload.sub);
    const elsewhere = await authenticate(of(`Bearer ${token}`), { ...deps, voterSecret: 'another secret' });
    expect(elsewhere.id).not.toBe(viewer.id);
  });

  test('rejects a forged token with the same error as a forged key', async () => {
    const { deps, token } = await withIssuer();
    const error = await refusalOf(`Bearer ${token.slice(0, -8)}AAAAAAAA`, deps);
    expect(error.extensions).toMatchObject({ code: 'UNAUTHENTICATED', http: { status: 401 } });
    expect(error.message).not.toContain(token.split('.')[1]);
  });

  test('replies UNAVAILABLE when the key set of the issuer cannot be fetched', async () => {
    const { issuer, deps, token } = await withIssuer();
    issuer.replyWith(503);
    const error = await refusalOf(`Bearer ${token}`, deps);
    expect(error.extensions).toMatchObject({ code: 'UNAVAILABLE', http: { status: 503 } });
  });

  test('still accepts API keys', async () => {
    const { deps } = await withIssuer();
    const viewer = await authenticate(of(`Bearer ${keyOf(deps.db).key}`), deps);
    expect(viewer.kind).toBe('API_KEY');
  });
});

describe('the viewer of a stream', () => {
  test('is valid until its key is revoked or expires', async () => {
    const db = emptyDatabase();
    const { key, row } = keyOf(db, { expiresAt: now + day });
    const viewer = await authenticate(of(`Bearer ${key}`), depsOf(db));
    expect(isStillValid(db, viewer, now)).toBe(true);
    expect(isStillValid(db, viewer, now + day)).toBe(false);
    revokeApiKey(db, row.id, now);
    expect(isStillValid(db, viewer, now)).toBe(false);
  });

  test('is valid until its token expires; the anonymous viewer is always valid', () => {
    const db = emptyDatabase();
    const voter: Viewer = { ...anonymous, kind: 'VOTER', id: 'voter:x', expiresAt: now };
    expect(isStillValid(db, voter, now - 1)).toBe(true);
    expect(isStillValid(db, voter, now)).toBe(false);
    expect(isStillValid(db, anonymous, now)).toBe(true);
  });
});
