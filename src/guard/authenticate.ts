import type { GraphQLError } from 'graphql';
import { apiKeyPrefix, verifyApiKey } from '../access/api-key.ts';
import { isUseToBeNoted } from '../access/key-writes.ts';
import { anonymous, type Viewer, viewerOfKey, viewerOfVoter } from '../access/viewer.ts';
import {
  isTokenShaped,
  VoterKeysUnavailableError,
  VoterTokenRefusedError,
  type VoterTokens,
} from '../access/voter-token.ts';
import type { Database } from '../db/client.ts';
import type { ApiKeyRow } from '../db/tables/access.ts';
import { failure } from '../graphql/errors.ts';

export interface Authentication {
  db: Database;
  /** Milliseconds since 1970. */
  now: number;
  /** Undefined when no issuer of voters' tokens is set up. */
  voterTokens: VoterTokens | undefined;
  /** Keys the hash that stands for a voter in `Viewer.id`. */
  voterSecret: string | Uint8Array;
  /** Called for a key whose last use is to be noted, at most a few times a minute; it must not block. */
  onKeyUse?: ((row: ApiKeyRow) => void) | undefined;
}

const bearer = /^Bearer +(\S+) *$/i;

/**
 * Who asks, by the `Authorization` header: no header is anonymous; a key is checked at once, a voter's token by promise. A header that
 * proves nothing is refused even where nothing need be proved. Throws (or rejects with) UNAUTHENTICATED, or UNAVAILABLE when the keys
 * of the tokens' issuer cannot be had.
 */
export function authenticate(header: string | undefined, deps: Authentication): Viewer | Promise<Viewer> {
  if (header === undefined) return anonymous;
  const credential = bearer.exec(header)?.[1];
  if (credential === undefined) {
    throw unauthenticated(
      'The `Authorization` header is none that this API reads. Send `Authorization: Bearer` and a key or token, or no such header.',
    );
  }
  if (credential.startsWith(apiKeyPrefix)) return viewerByKey(credential, deps);
  if (deps.voterTokens !== undefined && isTokenShaped(credential)) {
    return viewerByToken(credential, deps.voterTokens, deps.voterSecret);
  }
  throw unauthenticated(
    'What follows `Bearer` is neither a key of this API nor a token that it accepts. Send another, or no `Authorization` header.',
  );
}

function viewerByKey(key: string, { db, now, onKeyUse }: Authentication): Viewer {
  const verified = verifyApiKey(db, key, now);
  if (verified === undefined) {
    throw unauthenticated(
      'The API key is unknown, malformed, expired or revoked. Send another, or no `Authorization` header for what is public.',
    );
  }
  if (onKeyUse !== undefined && isUseToBeNoted(verified.row, now)) onKeyUse(verified.row);
  return viewerOfKey(verified.row);
}

async function viewerByToken(
  token: string,
  { verify }: VoterTokens,
  secret: string | Uint8Array,
): Promise<Viewer> {
  try {
    return viewerOfVoter(await verify(token), secret);
  } catch (thrown) {
    if (thrown instanceof VoterTokenRefusedError) {
      throw unauthenticated(
        `${thrown.message} Get a new one from its issuer, or send no \`Authorization\` header for what is public.`,
      );
    }
    if (!(thrown instanceof VoterKeysUnavailableError)) throw thrown;
    throw failure(
      'UNAVAILABLE',
      'Tokens cannot be checked just now, because the keys of their issuer cannot be had. Try again in a few seconds.',
    );
  }
}

const unauthenticated = (message: string): GraphQLError => failure('UNAUTHENTICATED', message);
