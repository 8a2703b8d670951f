import { describe, expect, test } from 'vitest';
import {
  ApiKeyRefusedError,
  createApiKey,
  isUsable,
  revokeApiKey,
  verifyApiKey,
} from '../../src/access/api-key.ts';
import { apiKeyById, apiKeys } from '../../src/access/key-queries.ts';
import { isLastUseOutdated, useWrite } from '../../src/access/key-writes.ts';
import { emptyDatabase } from '../support/database.ts';

const now = Date.UTC(2025, 0, 1, 12, 0, 30);
const minute = 60_000;

describe('an API key', () => {
  test('is verified, and only its hash is stored', () => {
    const db = emptyDatabase();
    const { key, row } = createApiKey(
      db,
      { name: ' Press desk ', scopes: ['drafts:read', 'drafts:read'] },
      now,
    );
    expect(key).toMatch(/^moon_[a-z2-7]{12}_[\w-]{49}$/);
    expect(verifyApiKey(db, key, now)).toEqual({ row, end: undefined });
    expect(row).toEqual({
      id: key.split('_')[1],
      name: 'Press desk',
      secretHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      scopes: '["drafts:read"]',
      points: null,
      createdAt: now,
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    });
    const stored = db.$client.serialize().toString('latin1');
    expect(stored).toContain(row.secretHash);
    expect(stored).not.toContain(key.slice(18, 61));
  });

  test('is unique', () => {
    const db = emptyDatabase();
    const keys = Array.from({ length: 50 }, () => createApiKey(db, { name: 'One', scopes: [] }, now).key);
    expect(new Set(keys.map((key) => key.slice(0, 17))).size).toBe(50);
    expect(new Set(keys.map((key) => key.slice(18))).size).toBe(50);
    expect(apiKeys(db)).toHaveLength(50);
  });

  test('is valid until its expiry, exclusive', () => {
    const db = emptyDatabase();
    const { key } = createApiKey(db, { name: 'One', scopes: [], expiresAt: now + minute }, now);
    expect(verifyApiKey(db, key, now + minute - 1)?.end).toBeUndefined();
    expect(verifyApiKey(db, key, now + minute)?.end).toBe('EXPIRED');
  });

  test('can be revoked once', () => {
    const db = emptyDatabase();
    const { key, row } = createApiKey(db, { name: 'One', scopes: [] }, now);
    expect(revokeApiKey(db, row.id, now + 1)).toBe(true);
    expect(revokeApiKey(db, row.id, now + 2)).toBe(false);
    expect(revokeApiKey(db, 'unknown', now)).toBe(false);
    expect(apiKeyById(db, row.id)?.revokedAt).toBe(now + 1);
    expect(verifyApiKey(db, key, now)?.end).toBe('REVOKED');
    expect(isUsable(row, now)).toBe(true);
  });

  test('costs one query when it is well-formed and none otherwise', () => {
    const statements: string[] = [];
    const db = emptyDatabase({ onStatement: (text) => statements.push(text) });
    const { key } = createApiKey(db, { name: 'One', scopes: [] }, now);
    const other = createApiKey(emptyDatabase(), { name: 'Unknown here', scopes: [] }, now).key;
    const verifyCounted = (text: string) => {
      statements.length = 0;
      const isValid = verifyApiKey(db, text, now) !== undefined;
      return { isValid, statements: statements.length };
    };
    expect(verifyCounted(key)).toEqual({ isValid: true, statements: 1 });
    expect(verifyCounted(other)).toEqual({ isValid: false, statements: 1 });
    const last = key.endsWith('A') ? 'B' : 'A';
    for (const malformed of ['', 'moon_', key.slice(0, -1), `${key}A`, key.slice(0, -1) + last, ` ${key}`]) {
      expect(verifyCounted(malformed)).toEqual({ isValid: false, statements: 0 });
    }
  });

  test.each([
    { fault: { name: '  ' }, message: 'The name has 0 characters' },
    { fault: { name: 'x'.repeat(101) }, message: 'The name has 101 characters' },
    { fault: { expiresAt: now }, message: 'The expiry is not in the future' },
    { fault: { points: -1 }, message: 'The budget is -1' },
    { fault: { points: 1.5 }, message: 'The budget is 1.5' },
  ])('is not created with $fault', ({ fault, message }) => {
    const db = emptyDatabase();
    expect(() => createApiKey(db, { name: 'One', scopes: [], ...fault }, now)).toThrow(ApiKeyRefusedError);
    expect(() => createApiKey(db, { name: 'One', scopes: [], ...fault }, now)).toThrow(message);
    expect(apiKeys(db)).toEqual([]);
  });

  test('has its last use recorded to the minute, once a minute and never back in time', () => {
    const db = emptyDatabase();
    const { row } = createApiKey(db, { name: 'One', scopes: [] }, now);
    const { id } = row;
    const used = () => apiKeyById(db, id) ?? row;
    const recordUse = (at: number) => {
      const { sql, params } = useWrite(id, at);
      db.$client.prepare(sql).run(params);
    };
    expect(isLastUseOutdated(row, now)).toBe(true);
    recordUse(now);
    expect(used().lastUsedAt).toBe(now - 30_000);
    expect(isLastUseOutdated(used(), now + 29_999)).toBe(false);
    expect(isLastUseOutdated(used(), now + 30_000)).toBe(true);
    recordUse(now + minute);
    recordUse(now);
    expect(used().lastUsedAt).toBe(now + 30_000);
  });
});
