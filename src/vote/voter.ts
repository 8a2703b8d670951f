import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

/**
 * Who speaks for the voter: an API key's id, a token issuer, or the importer. The same reference from two
 * callers is two voters.
 */
export interface VoterReference {
  caller: string;
  voter: string;
}

/**
 * The voter as the database knows them: HMAC-SHA256 under a key of the survey's own, derived by HKDF, as
 * base64url. Two surveys cannot be joined by it, and without the secret it tells nothing about the
 * reference. `secret` is VOTER_SECRET.
 */
export const voterHash = (secret: Buffer, surveySlug: string, { caller, voter }: VoterReference): string =>
  keyedHash(secret, `voter ${surveySlug}`, [caller, voter]);

/** A caller's idempotency key as the database knows it. */
export const idempotencyHash = (secret: Buffer, surveySlug: string, caller: string, key: string): string =>
  keyedHash(secret, `idempotency ${surveySlug}`, [caller, key]);

/** By what a secret is recognised again: it tells nothing of the secret, and two secrets do not share it. */
export const voterSecretCheck = (secret: Buffer): string => keyedHash(secret, 'check', []);

/** 128 random bits as 22 characters: an id or a receipt that tells nothing and cannot be guessed. */
export const randomId = (): string => randomBytes(16).toString('base64url');

/** Many of them at once, which costs a fraction of as many calls. */
export function randomIds(count: number): string[] {
  const bytes = randomBytes(16 * count);
  return Array.from({ length: count }, (_, index) =>
    bytes.toString('base64url', 16 * index, 16 * index + 16),
  );
}

const keyedHash = (secret: Buffer, purpose: string, message: readonly string[]): string =>
  // As JSON, so that no two messages run into one another.
  createHmac('sha256', keyFor(secret, purpose)).update(JSON.stringify(message)).digest('base64url');

// As key objects: given the same bytes each time, `createHmac` takes eight times as long.
const keysBySecret = new WeakMap<Buffer, Map<string, KeyObject>>();
const maximumKeys = 1000;

function keyFor(secret: Buffer, purpose: string): KeyObject {
  const keys = keysBySecret.get(secret) ?? new Map<string, KeyObject>();
  keysBySecret.set(secret, keys);
  const known = keys.get(purpose);
  if (known !== undefined) return known;
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `moon-awards ${purpose}`, 32)));
  if (keys.size >= maximumKeys) keys.clear();
  keys.set(purpose, key);
  return key;
}
