import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, jwtVerify } from 'jose';

/**
 * The verified claims of a voter token. The subject is personal data: use it only as input of a keyed hash.
 */
export interface VoterClaims {
  issuer: string;
  subject: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The token is malformed, forged, expired, or for another audience. */
export class VoterTokenRefusedError extends Error {
  override name = 'VoterTokenRefusedError';
}

/** The issuer's key set cannot be fetched, so the token cannot be verified. */
export class VoterKeysUnavailableError extends Error {
  override name = 'VoterKeysUnavailableError';
}

export interface VoterTokens {
  /**
   * Throws VoterTokenRefusedError or VoterKeysUnavailableError, neither of which
   * contains any part of the token.
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

/** Asymmetric algorithms only: with a shared secret this server could sign tokens too. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

const clockToleranceSeconds = 30;
const longestToken = 8192;
const longestSubject = 255;

const form = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether the text has the form of a signed token. */
export const isTokenShaped = (text: string): boolean => text.length <= longestToken && form.test(text);

/**
 * Verifies the tokens of one issuer. Its key set is fetched on first use, cached for 10 minutes, and fetched
 * again for an unknown key id at most every 30 s.
 */
export function createVoterTokens({
  issuer,
  audience,
  jwksUrl,
  fetch: fetchKeys = (url, options) => fetch(url, options),
  clock = Date.now,
}: VoterTokenOptions): VoterTokens {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    [customFetch]: limited(fetchKeys),
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

/**
 * Bytes of a key set, enough for some hundred keys. Any token triggers the fetch, so
 * its size must be limited.
 */
const largestKeySet = 262_144;

/**
 * Limits the size of the key set, and pauses after a failed fetch. jose's cooldown applies only after
 * a successful fetch, so without the pause every token would fetch from an issuer that is down or
 * does not reply with JSON.
 */
function limited(fetchKeys: FetchImplementation): FetchImplementation {
  const pause = 5000;
  let failedAt = Number.NEGATIVE_INFINITY;
  return async (url, options) => {
    if (performance.now() - failedAt < pause)
      throw new VoterKeysUnavailableError('The last fetch of the key set failed.');
    try {
      const response = await fetchKeys(url, options);
      const text = await textOf(response);
      // Throws if it is not JSON.
      if (response.ok) JSON.parse(text);
      else failedAt = performance.now();
      return new Response(text, { status: response.status });
    } catch (thrown) {
      failedAt = performance.now();
      throw thrown;
    }
  };
}

/** Throws VoterKeysUnavailableError above the limit, without reading the rest. */
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

// Without `cause`: jose's errors contain the token's payload.
function asOwnError(thrown: unknown): Error {
  if (thrown instanceof VoterTokenRefusedError) return thrown;
  if (thrown instanceof errors.JWTExpired) return new VoterTokenRefusedError('The token has expired.');
  if (refusals.some((refusal) => thrown instanceof refusal)) {
    return new VoterTokenRefusedError('The token is not one that this API accepts.');
  }
  return new VoterKeysUnavailableError('The key set of the token’s issuer cannot be fetched.');
}
