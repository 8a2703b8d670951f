import type { GraphQLError } from 'graphql';
import { apiKeyPrefix, verifyApiKey } from '../access/api-key.ts';
import { isLastUseOutdated } from '../access/key-writes.ts';
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
  /** Undefined when no token issuer is configured. */
  voterTokens: VoterTokens | undefined;
  /** The HMAC key of the voter's `Viewer.id`. */
  voterSecret: string | Uint8Array;
  /** Called when a key's last use needs an update, about once a minute for each key. It must not block. */
  onKeyUse?: ((row: ApiKeyRow) => void) | undefined;
}

const bearer = /^Bearer +(\S+) *$/i;

/**
 * Returns the viewer that the `Authorization` header identifies; without a header, the anonymous viewer.
 * API keys are verified synchronously, voter tokens with a promise. An invalid credential is an error even
 * where none is needed. Throws UNAUTHENTICATED, or UNAVAILABLE when the issuer's key set cannot be fetched.
 */
export function authenticate(header: string | undefined, deps: Authentication): Viewer | Promise<Viewer> {
  if (header === undefined) return anonymous;
  const credential = bearer.exec(header)?.[1];
  if (credential === undefined) {
    throw unauthenticated(
      'The `Authorization` header is not a Bearer credential. Send `Authorization: Bearer` with a key or token, or omit it.',
    );
  }
  if (credential.startsWith(apiKeyPrefix)) return viewerByKey(credential, deps);
  if (deps.voterTokens !== undefined && isTokenShaped(credential)) {
    return viewerByToken(credential, deps.voterTokens, deps.voterSecret);
  }
  throw unauthenticated(
    'The credential after `Bearer` is neither an API key nor a token that this API accepts. Send another, or no `Authorization` header.',
  );
}

function viewerByKey(key: string, { db, now, onKeyUse }: Authentication): Viewer {
  const verified = verifyApiKey(db, key, now);
  if (verified === undefined) {
    throw unauthenticated(
      'The API key is unknown, malformed, expired or revoked. Send another, or no `Authorization` header for public fields.',
    );
  }
  if (onKeyUse !== undefined && isLastUseOutdated(verified.row, now)) onKeyUse(verified.row);
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
        `${thrown.message} Get a new one from its issuer, or send no \`Authorization\` header for public fields.`,
      );
    }
    if (!(thrown instanceof VoterKeysUnavailableError)) throw thrown;
    throw failure(
      'UNAVAILABLE',
      'Tokens cannot be verified now, because the key set of their issuer cannot be fetched. Try again in a few seconds.',
    );
  }
}

const unauthenticated = (message: string): GraphQLError => failure('UNAUTHENTICATED', message);
