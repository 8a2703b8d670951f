import { SignJWT } from 'jose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { VoterKeysUnavailableError, VoterTokenRefusedError } from '../../src/access/voter-token.ts';
import { audience, goodPayload, handmade, issuerName, seconds, startIssuer } from './issuer.ts';

const without = (name: keyof typeof goodPayload) =>
  Object.fromEntries(Object.entries(goodPayload).filter(([key]) => key !== name));

describe('a voter token', () => {
  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('signed with %s proves issuer and subject', async (alg) => {
    const issuer = await startIssuer();
    const key = await issuer.addKey(alg, 'one');
    expect(await issuer.tokens.verify(await issuer.sign(key))).toEqual({
      issuer: issuerName,
      subject: goodPayload.sub,
      expiresAt: (goodPayload.exp + 30) * 1000,
    });
  });

  test('is accepted up to 30 seconds after its expiry', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    const expired = (ago: number) => issuer.sign(key, { ...goodPayload, exp: seconds - ago });
    await expect(issuer.tokens.verify(await expired(29))).resolves.toBeDefined();
    await expect(issuer.tokens.verify(await expired(30))).rejects.toThrow('The token has expired.');
  });

  test.each([
    ['of another issuer', { ...goodPayload, iss: 'https://other.example' }],
    ['for another audience', { ...goodPayload, aud: 'another-api' }],
    ['that expired', { ...goodPayload, exp: seconds - 600 }],
    ['that never expires', without('exp')],
    ['without a subject', without('sub')],
    ['with an empty subject', { ...goodPayload, sub: '' }],
    ['with a subject beyond 255 characters', { ...goodPayload, sub: 'x'.repeat(256) }],
    ['without an audience', without('aud')],
    ['that is not valid yet', { ...goodPayload, nbf: seconds + 60 }],
  ])('%s is rejected', async (_name, payload) => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    await expect(issuer.tokens.verify(await issuer.sign(key, payload))).rejects.toThrow(
      VoterTokenRefusedError,
    );
  });

  test('that is unsigned, signed with a shared secret, or signed by another key is rejected', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    const unpublished = await issuer.addKey('ES256', 'one', false);
    const shared = await new SignJWT(goodPayload)
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(new TextEncoder().encode('a secret that both sides would know'));
    const [header, , signature] = (await issuer.sign(key)).split('.');
    const forged = [
      handmade({ alg: 'none' }, goodPayload, 'AA'),
      handmade({ alg: 'ES256', kid: 'one' }, goodPayload),
      handmade({ alg: 'ES256', kid: 'one', crit: ['exp'] }, goodPayload),
      shared,
      await issuer.sign(unpublished),
      `${header}.${Buffer.from(JSON.stringify({ ...goodPayload, sub: 'eve' })).toString('base64url')}.${signature}`,
      'a.b.c',
      '...',
      'x'.repeat(9000),
    ];
    for (const token of forged) {
      await expect(issuer.tokens.verify(token)).rejects.toThrow(VoterTokenRefusedError);
    }
  });

  test('is verified with a key set that is fetched once', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    for (let turn = 0; turn < 3; turn += 1) await issuer.tokens.verify(await issuer.sign(key));
    expect(issuer.fetches()).toBe(1);
  });

  test('with an unknown key id does not fetch the key set again at once', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    const unknown = await issuer.addKey('ES256', 'two', false);
    await issuer.tokens.verify(await issuer.sign(key));
    const token = await issuer.sign(unknown);
    const attempts = Array.from({ length: 20 }, () => issuer.tokens.verify(token).catch((thrown) => thrown));
    for (const error of await Promise.all(attempts)) expect(error).toBeInstanceOf(VoterTokenRefusedError);
    expect(issuer.fetches()).toBe(1);
  });

  test('signed with a newly published key is accepted after the cooldown', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const issuer = await startIssuer();
    await issuer.tokens.verify(await issuer.sign(await issuer.addKey('ES256', 'one')));
    const token = await issuer.sign(await issuer.addKey('EdDSA', 'two'));
    await expect(issuer.tokens.verify(token)).rejects.toThrow(VoterTokenRefusedError);
    vi.setSystemTime(Date.now() + 31_000);
    await expect(issuer.tokens.verify(token)).resolves.toMatchObject({ subject: goodPayload.sub });
    expect(issuer.fetches()).toBe(2);
  });

  test('cannot be verified while the key set cannot be fetched, which is not tried for each token', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    issuer.replyWith(500);
    const token = await issuer.sign(key);
    for (let turn = 0; turn < 5; turn += 1) {
      await expect(issuer.tokens.verify(token)).rejects.toThrow(VoterKeysUnavailableError);
    }
    expect(issuer.fetches()).toBe(1);
  });

  test.each([
    [
      'is too large',
      function* () {
        yield '{"keys":[';
        for (let sent = 0; sent < 200_000_000; sent += 65_536) yield ' '.repeat(65_536);
        yield ']}';
      },
    ],
    ['is not JSON', () => ['<html>Sign in</html>']],
  ])('cannot be verified while the key set %s', async (_name, body) => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    issuer.replyWith(200, body);
    const token = await issuer.sign(key);
    for (let turn = 0; turn < 5; turn += 1) {
      await expect(issuer.tokens.verify(token)).rejects.toThrow(VoterKeysUnavailableError);
    }
    expect(issuer.fetches()).toBe(1);
    // Includes what is in the buffers of the connection.
    expect(issuer.sent()).toBeLessThan(20_000_000);
  });

  test('is not contained in the error that rejects it', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    const canary = 'canary-subject';
    const payloads = [
      { ...goodPayload, sub: canary, exp: seconds - 600 },
      { ...goodPayload, sub: canary, aud: `${audience}-canary` },
    ];
    for (const payload of payloads) {
      const token = await issuer.sign(key, payload);
      const error: unknown = await issuer.tokens.verify(token).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(VoterTokenRefusedError);
      if (!(error instanceof VoterTokenRefusedError)) continue;
      const details = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join('\n');
      expect(details).not.toContain('canary');
      expect(details).not.toContain(token.split('.')[1]);
    }
  });
});
