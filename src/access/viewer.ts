import { createHmac } from 'node:crypto';
import type { Database } from '../db/client.ts';
import type { ApiKeyRow } from '../db/tables/access.ts';
import { isUsable } from './api-key.ts';
import { apiKeyById } from './key-queries.ts';
import { isScope, type Scope } from './scope.ts';
import type { VoterClaims } from './voter-token.ts';

/** The identity of a caller. It contains no secrets and no personal data, so it may be logged. */
export interface Viewer {
  kind: 'ANONYMOUS' | 'API_KEY' | 'VOTER';
  /** The key's name; null for voters and anonymous callers. */
  name: string | null;
  /** `key:ID`, `voter:HMAC` (of issuer and subject), or `anonymous`. */
  id: string;
  scopes: ReadonlySet<Scope>;
  /** The key's own budget in cost points per window, 0 for no limit; null for the server's. */
  points: number | null;
  /** When the key or token expires, in milliseconds since 1970; null for never. */
  expiresAt: number | null;
}

export const anonymous: Viewer = {
  kind: 'ANONYMOUS',
  name: null,
  id: 'anonymous',
  scopes: new Set(),
  points: null,
  expiresAt: null,
};

export const viewerOfKey = ({ id, name, scopes, points, expiresAt }: ApiKeyRow): Viewer => ({
  kind: 'API_KEY',
  name,
  id: `key:${id}`,
  scopes: scopesOf(scopes),
  points,
  expiresAt,
});

const scopesOfVoters: ReadonlySet<Scope> = new Set(['votes:cast']);

/** The voter's id is an HMAC with `secret`, so that subjects cannot be guessed from ids. */
export const viewerOfVoter = (
  { issuer, subject, expiresAt }: VoterClaims,
  secret: string | Uint8Array,
): Viewer => ({
  kind: 'VOTER',
  name: null,
  id: `voter:${createHmac('sha256', secret)
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url')}`,
  scopes: scopesOfVoters,
  points: null,
  expiresAt,
});

/** Whether the viewer's key or token is still valid; for streams, which can outlive it. */
export function isStillValid(db: Database, { kind, id, expiresAt }: Viewer, now: number): boolean {
  if (kind !== 'API_KEY') return expiresAt === null || now < expiresAt;
  const row = apiKeyById(db, id.slice('key:'.length));
  return row !== undefined && isUsable(row, now);
}

// Ignores scopes that this version does not know: a newer version can have created the key.
function scopesOf(json: string): ReadonlySet<Scope> {
  const names: unknown = JSON.parse(json);
  return new Set(
    Array.isArray(names) ? names.filter((name) => typeof name === 'string').filter(isScope) : [],
  );
}
