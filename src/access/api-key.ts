import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Database } from '../db/client.ts';
import type { ApiKeyRow } from '../db/tables/access.ts';
import { writeTransaction } from '../db/write-transaction.ts';
import { recordAudit } from './audit.ts';
import { apiKeyById } from './key-queries.ts';
import { endApiKey, insertApiKey } from './key-writes.ts';
import type { Scope } from './scope.ts';

/** Marks a string as an API key, for `authenticate` and for scanners that search for leaked secrets. */
export const apiKeyPrefix = 'moon_';

// The id (12 characters of base32), the secret (32 random bytes) and the checksum; the last two in base64url.
const form = /^moon_([a-z2-7]{12})_([\w-]{43})([\w-]{6})$/;
const idAlphabet = 'abcdefghijklmnopqrstuvwxyz234567';

const newId = (): string => Array.from(randomBytes(12), (byte) => idAlphabet[byte % 32]).join('');

const sha256 = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** Detects typing errors without a database query. It is not a security measure: anyone can compute it. */
function checksum(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64url');
}

interface KeyParts {
  id: string;
  secret: string;
}

function partsOf(key: string): KeyParts | undefined {
  const [, id, secret, sum] = form.exec(key) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  return sum === checksum(`${apiKeyPrefix}${id}_${secret}`) ? { id, secret } : undefined;
}

/** The new key is invalid; the message is one line for the operator. */
export class ApiKeyRefusedError extends Error {
  override name = 'ApiKeyRefusedError';
}

export interface NewApiKey {
  /** 1 to 100 characters. */
  name: string;
  scopes: readonly Scope[];
  /** Milliseconds since 1970, in the future; by default the key does not expire. */
  expiresAt?: number | null | undefined;
  /** The key's own budget in cost points per window, 0 for no limit; by default the server's. */
  points?: number | null | undefined;
}

// Keys are created and revoked on the command line only.
const actor = 'cli';
const subject = 'ApiKey';

/**
 * Creates a key, with its entry in the audit trail. `key` is the text to send; only its hash is stored.
 * Throws ApiKeyRefusedError.
 */
export function createApiKey(
  db: Database,
  { name, scopes, expiresAt = null, points = null }: NewApiKey,
  now: number,
): { key: string; row: ApiKeyRow } {
  const trimmed = name.trim();
  if (trimmed.length === 0 || trimmed.length > 100) {
    throw new ApiKeyRefusedError(`The name has ${trimmed.length} characters; it must have 1 to 100.`);
  }
  if (expiresAt !== null && !(expiresAt > now)) {
    throw new ApiKeyRefusedError('The expiry is not in the future. Give a later time.');
  }
  if (points !== null && !(Number.isSafeInteger(points) && points >= 0)) {
    throw new ApiKeyRefusedError(
      `The budget is ${points}; it must be a whole number of points, or 0 for no limit.`,
    );
  }
  const id = newId();
  const secret = randomBytes(32).toString('base64url');
  const text = `${apiKeyPrefix}${id}_${secret}`;
  const row: ApiKeyRow = {
    id,
    name: trimmed,
    secretHash: sha256(secret).toString('hex'),
    scopes: JSON.stringify([...new Set(scopes)]),
    points,
    createdAt: now,
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
  };
  writeTransaction(db, () => {
    insertApiKey(db, row);
    recordAudit(db, { at: now, actor, action: 'createKey', subject, slug: id, after: auditedKey(row) });
  });
  return { key: `${text}${checksum(text)}`, row };
}

/** Revokes a key, with its entry in the audit trail. Returns false for a key that is unknown or revoked. */
export const revokeApiKey = (db: Database, id: string, now: number): boolean =>
  writeTransaction(db, () => {
    const row = apiKeyById(db, id);
    if (row === undefined || !endApiKey(db, id, now)) return false;
    const revoked = { ...row, revokedAt: now };
    recordAudit(db, {
      ...{ at: now, actor, action: 'revokeKey', subject, slug: id },
      ...{ before: auditedKey(row), after: auditedKey(revoked) },
    });
    return true;
  });

/** A key as the audit trail stores it, with times as the API writes them. */
const auditedKey = ({ name, scopes, points, expiresAt, revokedAt }: ApiKeyRow) => ({
  name,
  scopes: JSON.parse(scopes),
  points,
  expiresAt: isoOf(expiresAt),
  revokedAt: isoOf(revokedAt),
});

const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** Whether the key is neither revoked nor expired. */
export const isUsable = (row: ApiKeyRow, now: number): boolean => endOf(row, now) === undefined;

/** How a key has ended. */
export type KeyEnd = 'REVOKED' | 'EXPIRED';

const endOf = ({ revokedAt, expiresAt }: ApiKeyRow, now: number): KeyEnd | undefined => {
  if (revokedAt !== null) return 'REVOKED';
  return expiresAt !== null && now >= expiresAt ? 'EXPIRED' : undefined;
};

// An unknown id is compared with this hash, so that it takes as long as a known one.
const hashOfUnknownKey = sha256(randomBytes(32).toString('base64url')).toString('hex');

/**
 * The row of a genuine key, and how it has ended if it has; undefined if it is malformed or unknown. The row
 * is queried by id and the secret compared in constant time; a malformed key needs no query.
 */
export function verifyApiKey(
  db: Database,
  key: string,
  now: number,
): { row: ApiKeyRow; end: KeyEnd | undefined } | undefined {
  const parts = partsOf(key);
  if (parts === undefined) return undefined;
  const row = apiKeyById(db, parts.id);
  const stored = Buffer.from(row?.secretHash ?? hashOfUnknownKey, 'hex');
  const isGenuine = timingSafeEqual(sha256(parts.secret), stored);
  return row !== undefined && isGenuine ? { row, end: endOf(row, now) } : undefined;
}
