import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, jwtVerify } from 'jose';

/** What a voter's token proves. The subject names a person: it goes into a keyed hash and nowhere else. */
export interface VoterClaims {
  issuer: string;
  subject: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The token proves nothing: malformed, forged, expired, or made for somebody else. */
export class VoterTokenRefusedError extends Error {
  override name = 'VoterTokenRefusedError';
}

/** The issuer's keys cannot be had just now, so nothing is known of the token. */
export class VoterKeysUnavailableError extends Error {
  override name = 'VoterKeysUnavailableError';
}

export interface VoterTokens {
  /**
   * Throws VoterTokenRefusedError or VoterKeysUnavailableError; neither shows the token or anything that is
   * in it.
   */
  verify: (token: string) => Promise<VoterClaims>;
}

export interface VoterTokenOptions {
  issuer: string;
  audience: string;
  jwksUrl: string;
  fetch?: FetchImplementation | undefined;
  /** Milliseconds since 1970. */
  clock?: (() => number) | undefined;
}

/** Signatures by a public key only: with a secret of both sides, whoever verifies could also sign. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

const clockToleranceSeconds = 30;
const longestToken = 8192;
const longestSubject = 255;

const form = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether the text could be a signed token, before any work is spent on it. */
export const isTokenShaped = (text: string): boolean => text.length <= longestToken && form.test(text);

/**
 * Verifies the tokens of one issuer. Its keys are fetched when first needed, kept for ten minutes, and
 * fetched anew for an unknown key id, at most every 30 s.
 */
export function createVoterTokens({
  issuer,
  audience,
  jwksUrl,
  fetch: fetchKeys = (url, options) => fetch(url, options),
  clock = Date.now,
}: VoterTokenOptions): VoterTokens {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    [customFetch]: pausing(fetchKeys),
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    timeoutDuration: 3000,
  });
  return {
    verify: async (token) => {
      if (!isTokenShaped(token)) throw new VoterTokenRefusedError('The token is malformed.');
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms,
          clockTolerance: clockToleranceSeconds,
          requiredClaims: ['exp', 'sub'],
          currentDate: new Date(clock()),
        });
        const { sub: subject, exp = 0 } = payload;
        if (typeof subject !== 'string' || subject === '' || subject.length > longestSubject) {
          throw new VoterTokenRefusedError('The token has no usable subject.');
        }
        return { issuer, subject, expiresAt: (exp + clockToleranceSeconds) * 1000 };
      } catch (thrown) {
        throw asOwnError(thrown);
      }
    },
  };
}

/** In bytes: some hundred keys. Any token can cause a fetch, so the key set must not fill the memory. */
const largestKeySet = 262_144;

/**
 * Reads the key set up to the limit. jose pauses after a success only: an issuer that is down, or does not
 * answer with keys, must not be asked again for each token.
 */
function pausing(fetchKeys: FetchImplementation): FetchImplementation {
  const pause = 5000;
  let failedAt = Number.NEGATIVE_INFINITY;
  return async (url, options) => {
    if (performance.now() - failedAt < pause) throw new VoterKeysUnavailableError('The last try failed.');
    try {
      const response = await fetchKeys(url, options);
      const text = await textOf(response);
      // Throws for what is not JSON.
      if (response.ok) JSON.parse(text);
      else failedAt = performance.now();
      return new Response(text, { status: response.status });
    } catch (thrown) {
      failedAt = performance.now();
      throw thrown;
    }
  };
}

/** Throws VoterKeysUnavailableError once there is more than the limit; the rest is not read. */
async function textOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body ?? []) {
    size += piece.length;
    if (size > largestKeySet)
      throw new VoterKeysUnavailableError(`The key set has more than ${largestKeySet} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

const refusals = [
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

// The causes stay behind: jose's errors carry the token's payload.
function asOwnError(thrown: unknown): Error {
  if (thrown instanceof VoterTokenRefusedError) return thrown;
  if (thrown instanceof errors.JWTExpired) return new VoterTokenRefusedError('The token has expired.');
  if (refusals.some((refusal) => thrown instanceof refusal)) {
    return new VoterTokenRefusedError('The token is not one that this API accepts.');
  }
  return new VoterKeysUnavailableError('The keys of the token’s issuer cannot be had just now.');
}
