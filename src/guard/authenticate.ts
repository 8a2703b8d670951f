import type { GraphQLError } from 'graphql';
import { apiKeyPrefix, type KeyEnd, verifyApiKey } from '../access/api-key.ts';
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

/** The credentials of a request, as its headers have them. */
export interface CredentialHeaders {
  authorization: string | undefined;
  /** `X-Api-Key`, in which other APIs expect their keys. */
  apiKey: string | undefined;
}

const bearer = /^Bearer +(\S+) *$/i;

/**
 * Returns the viewer that the `Authorization` header identifies; without a header, the anonymous viewer. API
 * keys are verified synchronously, voter tokens with a promise. An invalid credential is an error even where
 * none is needed, and so is an API key in `X-Api-Key`, where other values are for a gateway. Throws
 * UNAUTHENTICATED, or UNAVAILABLE when the issuer's key set cannot be fetched.
 */
export function authenticate(
  { authorization, apiKey }: CredentialHeaders,
  deps: Authentication,
): Viewer | Promise<Viewer> {
  if (apiKey?.trimStart().startsWith(apiKeyPrefix)) {
    throw unauthenticated(
      'API keys are not read from `X-Api-Key`. Send `Authorization: Bearer` and the key instead.',
    );
  }
  if (authorization === undefined) return anonymous;
  const credential = bearer.exec(authorization)?.[1];
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
  if (verified === undefined) throw keyRefused('is unknown or malformed');
  // Only the holder of the secret comes here, so that this reveals nothing to others.
  if (verified.end !== undefined) throw keyRefused(endings[verified.end]);
  if (onKeyUse !== undefined && isLastUseOutdated(verified.row, now)) onKeyUse(verified.row);
  return viewerOfKey(verified.row);
}

const endings: Record<KeyEnd, string> = { EXPIRED: 'has expired', REVOKED: 'has been revoked' };

const keyRefused = (why: string): GraphQLError =>
  unauthenticated(`The API key ${why}. Send another, or no \`Authorization\` header for public fields.`);

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
