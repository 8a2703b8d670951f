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

/** Someone who signs voters' tokens, with a key set that is served on a port of this machine. */
export interface Issuer {
  tokens: VoterTokens;
  /** Makes a key and publishes it, unless told not to. */
  addKey: (alg: string, kid: string, isPublished?: boolean) => Promise<SigningKey>;
  sign: (key: SigningKey, payload?: JWTPayload) => Promise<string>;
  /** How often the key set was fetched. */
  fetches: () => number;
  /** From now on, the key set is answered with this status, and with this instead of the keys. */
  answerWith: (status: number, body?: () => Iterable<string>) => void;
  /** Bytes of such bodies that were sent. */
  sent: () => number;
}

/** What a good token says. */
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
    // A reader that hangs up in the middle is what is looked for.
    return pipeline(Readable.from(counted), response, () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  // A server that listens on TCP has an address of this form.
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
    answerWith: (nextStatus, nextBody) => {
      status = nextStatus;
      body = nextBody;
    },
    sent: () => sent,
  };
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token put together by hand, with whatever header and signature. */
export const handmade = (header: unknown, payload: unknown, signature = 'c2lnbmF0dXJl'): string =>
  `${base64url(header)}.${base64url(payload)}.${signature}`;
