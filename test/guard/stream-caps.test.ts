import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/guard/client.ts';
import { createStreamCaps } from '../../src/guard/stream-caps.ts';

const network: Client = { key: '203.0.113.9', limit: 500, isKnown: false };
const key: Client = { key: 'key:abc', limit: 500, isKnown: true };

function refusalOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { http: _http, ...extensions } = error.extensions;
    return { message: error.message, extensions };
  }
  return undefined;
}

describe('streams', () => {
  test.each([
    ['a key', key, 3],
    ['a network', network, 2],
  ])('of %s are accepted up to the cap, and again after one closes', (_name, client, cap) => {
    const caps = createStreamCaps({ perKey: 3, perAddress: 2 });
    const releases = Array.from({ length: cap }, () => caps.acquire(client));
    expect(() => caps.acquire(client)).toThrow(`${cap} streams are open already; the limit is ${cap}.`);
    expect(refusalOf(() => caps.acquire(client))).toEqual({
      message: `${cap} streams are open already; the limit is ${cap}. Close one first, or read several surveys through one stream.`,
      extensions: { code: 'RATE_LIMITED', open: cap, limit: cap },
    });
    releases[0]?.();
    const release = caps.acquire(client);
    expect(() => caps.acquire(client)).toThrow(GraphQLError);
    release();
  });

  test('that are closed twice are released once', () => {
    const caps = createStreamCaps({ perKey: 2, perAddress: 2 });
    const first = caps.acquire(key);
    caps.acquire(key);
    first();
    first();
    caps.acquire(key);
    expect(() => caps.acquire(key)).toThrow('2 streams are open');
  });

  test('of one client do not count for another', () => {
    const caps = createStreamCaps({ perKey: 1, perAddress: 1 });
    caps.acquire(key);
    caps.acquire({ ...key, key: 'key:other' });
    caps.acquire(network);
    expect(() => caps.acquire(network)).toThrow('1 streams');
  });

  test('are unlimited with a cap of 0', () => {
    const caps = createStreamCaps({ perKey: 0, perAddress: 0 });
    expect(Array.from({ length: 100 }, () => caps.acquire(network))).toHaveLength(100);
  });
});
