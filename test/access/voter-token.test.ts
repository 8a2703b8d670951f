import { SignJWT } from 'jose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { VoterKeysUnavailableError, VoterTokenRefusedError } from '../../src/access/voter-token.ts';
import { audience, goodPayload, handmade, issuerName, seconds, startIssuer } from './issuer.ts';

const without = (name: keyof typeof goodPayload) =>
  Object.fromEntries(Object.entries(goodPayload).filter(([key]) => key !== name));

describe('a voter’s token', () => {
  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('signed with %s proves issuer and subject', async (alg) => {
    const issuer = await startIssuer();
    const key = await issuer.addKey(alg, 'one');
    expect(await issuer.tokens.verify(await issuer.sign(key))).toEqual({
      issuer: issuerName,
      subject: goodPayload.sub,
      expiresAt: (goodPayload.exp + 30) * 1000,
    });
  });

  test('may be 30 seconds past its end, for clocks that differ', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    const ended = (ago: number) => issuer.sign(key, { ...goodPayload, exp: seconds - ago });
    await expect(issuer.tokens.verify(await ended(29))).resolves.toBeDefined();
    await expect(issuer.tokens.verify(await ended(30))).rejects.toThrow('The token has expired.');
  });

  test.each([
    ['of another issuer', { ...goodPayload, iss: 'https://other.example' }],
    ['for somebody else', { ...goodPayload, aud: 'another-api' }],
    ['that expired', { ...goodPayload, exp: seconds - 600 }],
    ['that never expires', without('exp')],
    ['without a subject', without('sub')],
    ['with an empty subject', { ...goodPayload, sub: '' }],
    ['with a subject beyond 255 characters', { ...goodPayload, sub: 'x'.repeat(256) }],
    ['without an audience', without('aud')],
    ['that is not valid yet', { ...goodPayload, nbf: seconds + 60 }],
  ])('%s is refused', async (_name, payload) => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    await expect(issuer.tokens.verify(await issuer.sign(key, payload))).rejects.toThrow(
      VoterTokenRefusedError,
    );
  });

  test('that is unsigned, signed with a shared secret, or by another key is refused', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    const stranger = await issuer.addKey('ES256', 'one', false);
    const shared = await new SignJWT(goodPayload)
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(new TextEncoder().encode('a secret that both sides would know'));
    const [header, , signature] = (await issuer.sign(key)).split('.');
    const forged = [
      handmade({ alg: 'none' }, goodPayload, 'AA'),
      handmade({ alg: 'ES256', kid: 'one' }, goodPayload),
      handmade({ alg: 'ES256', kid: 'one', crit: ['exp'] }, goodPayload),
      shared,
      await issuer.sign(stranger),
      `${header}.${Buffer.from(JSON.stringify({ ...goodPayload, sub: 'eve' })).toString('base64url')}.${signature}`,
      'a.b.c',
      '...',
      'x'.repeat(9000),
    ];
    for (const token of forged) {
      await expect(issuer.tokens.verify(token)).rejects.toThrow(VoterTokenRefusedError);
    }
  });

  test('is checked against keys that are fetched once', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    for (let turn = 0; turn < 3; turn += 1) await issuer.tokens.verify(await issuer.sign(key));
    expect(issuer.fetches()).toBe(1);
  });

  test('with an unknown key id makes the keys be fetched no more than once in a while', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    const unknown = await issuer.addKey('ES256', 'two', false);
    await issuer.tokens.verify(await issuer.sign(key));
    const token = await issuer.sign(unknown);
    const tries = Array.from({ length: 20 }, () => issuer.tokens.verify(token).catch((error) => error));
    for (const outcome of await Promise.all(tries)) expect(outcome).toBeInstanceOf(VoterTokenRefusedError);
    expect(issuer.fetches()).toBe(1);
  });

  test('signed with a key that was published since is accepted after the pause', async () => {
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

  test('is neither accepted nor refused while the keys cannot be had, and the issuer is not asked for each', async () => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    issuer.answerWith(500);
    const token = await issuer.sign(key);
    for (let turn = 0; turn < 5; turn += 1) {
      await expect(issuer.tokens.verify(token)).rejects.toThrow(VoterKeysUnavailableError);
    }
    expect(issuer.fetches()).toBe(1);
  });

  test.each([
    [
      'are far too many',
      function* () {
        yield '{"keys":[';
        for (let sent = 0; sent < 200_000_000; sent += 65_536) yield ' '.repeat(65_536);
        yield ']}';
      },
    ],
    ['are not JSON', () => ['<html>Sign in</html>']],
  ])('is neither accepted nor refused while the keys %s', async (_name, body) => {
    const issuer = await startIssuer();
    const key = await issuer.addKey('ES256', 'one');
    issuer.answerWith(200, body);
    const token = await issuer.sign(key);
    for (let turn = 0; turn < 5; turn += 1) {
      await expect(issuer.tokens.verify(token)).rejects.toThrow(VoterKeysUnavailableError);
    }
    expect(issuer.fetches()).toBe(1);
    // What the connection holds was sent as well.
    expect(issuer.sent()).toBeLessThan(20_000_000);
  });

  test('is nowhere in the error that refuses it', async () => {
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
      const shown = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join('\n');
      expect(shown).not.toContain('canary');
      expect(shown).not.toContain(token.split('.')[1]);
    }
  });
});
