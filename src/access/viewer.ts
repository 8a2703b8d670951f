import { createHmac } from 'node:crypto';
import type { Database } from '../db/client.ts';
import type { ApiKeyRow } from '../db/tables/access.ts';
import { isUsable } from './api-key.ts';
import { apiKeyById } from './key-queries.ts';
import { isScope, type Scope } from './scope.ts';
import type { VoterClaims } from './voter-token.ts';

/** Who asks. Nothing in it is secret or names a person, so it may be logged. */
export interface Viewer {
  kind: 'ANONYMOUS' | 'API_KEY' | 'VOTER';
  /** The key's name; null for everyone else. */
  name: string | null;
  /** `key:ID`, `voter:` and a keyed hash of issuer and subject, or `anonymous`. */
  id: string;
  scopes: ReadonlySet<Scope>;
  /** The key's own budget in cost points a window, 0 for any number; null for the server's. */
  points: number | null;
  /** Milliseconds since 1970; null when this proof of identity does not expire. */
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

/** `secret` keys the hash, so that whoever reads ids cannot find out subjects by trying them. */
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

/** Whether what the viewer proved at the start of a long stream still holds. */
export function isStillValid(db: Database, { kind, id, expiresAt }: Viewer, now: number): boolean {
  if (kind !== 'API_KEY') return expiresAt === null || now < expiresAt;
  const row = apiKeyById(db, id.slice('key:'.length));
  return row !== undefined && isUsable(row, now);
}

// A key may carry a scope that a newer version knew; here it allows nothing.
function scopesOf(json: string): ReadonlySet<Scope> {
  const names: unknown = JSON.parse(json);
  return new Set(
    Array.isArray(names) ? names.filter((name) => typeof name === 'string').filter(isScope) : [],
  );
}
