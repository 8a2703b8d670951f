import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Connection, Database } from '../db/client.ts';
import type { ApiKeyRow } from '../db/tables/access.ts';
import { apiKeyById } from './key-queries.ts';
import { insertApiKey } from './key-writes.ts';
import type { Scope } from './scope.ts';

/** What marks a text as one of our keys, for `authenticate` and for scanners that look for leaked secrets. */
export const apiKeyPrefix = 'moon_';

// 12 characters of base32, then 32 random bytes and the checksum of all before it, both in base64url.
const form = /^moon_([a-z2-7]{12})_([\w-]{43})([\w-]{6})$/;
const idAlphabet = 'abcdefghijklmnopqrstuvwxyz234567';

const newId = (): string => Array.from(randomBytes(12), (byte) => idAlphabet[byte % 32]).join('');

const sha256 = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** Finds typing errors without a look-up. It protects nothing: whoever has the rest can work it out. */
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

/** The key cannot be made; the message is one line for the operator. */
export class ApiKeyRefusedError extends Error {
  override name = 'ApiKeyRefusedError';
}

export interface NewApiKey {
  /** For people, to tell keys apart: 1 to 100 characters. */
  name: string;
  scopes: readonly Scope[];
  /** Milliseconds since 1970, in the future; a key without it never expires. */
  expiresAt?: number | null | undefined;
  /** The key's own budget in cost points a window, 0 for any number; a key without it has the server's. */
  points?: number | null | undefined;
}

/** Makes a key. `key` is what its holder sends: this is the only time that it is known. Throws ApiKeyRefusedError. */
export function createApiKey(
  db: Connection,
  { name, scopes, expiresAt = null, points = null }: NewApiKey,
  now: number,
): { key: string; row: ApiKeyRow } {
  const trimmed = name.trim();
  if (trimmed.length === 0 || trimmed.length > 100) {
    throw new ApiKeyRefusedError(`The name has ${trimmed.length} characters; it must have 1 to 100.`);
  }
  if (expiresAt !== null && !(expiresAt > now)) {
    throw new ApiKeyRefusedError('The key would have expired already. Give a time in the future.');
  }
  if (points !== null && !(Number.isSafeInteger(points) && points >= 0)) {
    throw new ApiKeyRefusedError(`The budget is ${points}; it must be a whole number of points, 0 for any.`);
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
  insertApiKey(db, row);
  return { key: `${text}${checksum(text)}`, row };
}

/** Whether the key may be used at this time: it was not revoked and has not expired. */
export const isUsable = ({ revokedAt, expiresAt }: ApiKeyRow, now: number): boolean =>
  revokedAt === null && (expiresAt === null || now < expiresAt);

// An unknown id is compared with this, so that it takes as long as a known one.
const hashOfNobody = sha256(randomBytes(32).toString('base64url')).toString('hex');

/**
 * The row of a key that is genuine and usable. It is found by its id alone and its secret compared in constant time; a key of
 * another form is not looked up at all.
 */
export function verifyApiKey(db: Database, key: string, now: number): { row: ApiKeyRow } | undefined {
  const parts = partsOf(key);
  if (parts === undefined) return undefined;
  const row = apiKeyById(db, parts.id);
  const stored = Buffer.from(row?.secretHash ?? hashOfNobody, 'hex');
  const isGenuine = timingSafeEqual(sha256(parts.secret), stored);
  return row !== undefined && isGenuine && isUsable(row, now) ? { row } : undefined;
}
