import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { createVoterTokens, type VoterTokens } from '../../src/access/voter-token.ts';

export const issuerName = 'https://voters.example';
export const audience = 'moon-awards';
export const now = Date.UTC(2025, 0, 1, 12);
export const seconds = now / 1000;

interface SigningKey {
  alg: string;
  kid: string;
  privateKey: CryptoKey;
}

/** Signs voter tokens and serves its key set on a local port. */
export interface Issuer {
  tokens: VoterTokens;
  /** Creates a key and adds it to the key set if `isPublished`, which is the default. */
  addKey: (alg: string, kid: string, isPublished?: boolean) => Promise<SigningKey>;
  sign: (key: SigningKey, payload?: JWTPayload) => Promise<string>;
  /** The number of fetches of the key set. */
  fetches: () => number;
  /** Makes the next fetches reply with this status, and with this body instead of the keys. */
  replyWith: (status: number, body?: () => Iterable<string>) => void;
  /** Bytes of these bodies that were sent. */
  sent: () => number;
}

/** The claims of a valid token. */
export const goodPayload = {
  iss: issuerName,
  aud: audience,
  sub: 'ada@voters.example',
  exp: seconds + 300,
} satisfies JWTPayload;

export async function startIssuer(): Promise<Issuer> {
  const published: JWK[] = [];
  let fetches = 0;
  let status = 200;
  let body: (() => Iterable<string>) | undefined;
  let sent = 0;
  const server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(status, { 'content-type': 'application/json' });
    if (body === undefined) return response.end(JSON.stringify({ keys: published }));
    const counted = (function* (pieces: Iterable<string>) {
      for (const piece of pieces) {
        sent += piece.length;
        yield piece;
      }
    })(body());
    // The client is expected to close the connection early; ignore the error.
    return pipeline(Readable.from(counted), response, () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  // The address of a TCP server is always an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    tokens: createVoterTokens({
      issuer: issuerName,
      audience,
      jwksUrl: `http://127.0.0.1:${port}/jwks.json`,
      clock: () => now,
    }),
    addKey: async (alg, kid, isPublished = true) => {
      const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
      if (isPublished) published.push({ ...(await exportJWK(publicKey)), alg, kid, use: 'sig' });
      return { alg, kid, privateKey };
    },
    sign: ({ alg, kid, privateKey }, payload = goodPayload) =>
      new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(privateKey),
    fetches: () => fetches,
    replyWith: (nextStatus, nextBody) => {
      status = nextStatus;
      body = nextBody;
    },
    sent: () => sent,
  };
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Builds a token with any header, payload and signature. */
export const handmade = (header: unknown, payload: unknown, signature = 'c2lnbmF0dXJl'): string =>
  `${base64url(header)}.${base64url(payload)}.${signature}`;
