import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { acceptedCoding } from '../../src/http/compression.ts';
import { startApp } from '../support/app.ts';

interface Raw {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

/** The response without decompression, unlike that of `fetch`. */
async function raw(url: string, headers: Record<string, string>, body?: unknown): Promise<Raw> {
  const sent = request(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (response === undefined) throw new Error('The request got no response.');
  return { status: response.statusCode, headers: response.headers, bytes: await buffer(response) };
}

const long = { query: '{ narratives { nodes { slug name summary keyPoints { title body } } } }' };
const short = { query: '{ __typename }' };

test.each([
  [undefined, undefined],
  ['', undefined],
  ['identity', undefined],
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.5, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', undefined],
  ['BR', 'br'],
  ['*', 'br'],
  ['*;q=0.1, gzip', 'gzip'],
  ['gzip;q=x', undefined],
])('`Accept-Encoding: %s` selects %s', (header, coding) => {
  expect(acceptedCoding(header)).toBe(coding);
});

describe('with compression', () => {
  test('long responses are compressed with br or gzip', async () => {
    const app = await startApp({ isCompressing: true });
    const plain = await raw(app.url, {}, long);
    expect(plain.headers['content-encoding']).toBeUndefined();
    for (const [coding, decompress] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      for (const body of [long, [long, short], { ...long, operationName: null }]) {
        const expected = await raw(app.url, {}, body);
        // The second time from the cache.
        for (const _ of [1, 2]) {
          const { headers, bytes } = await raw(app.url, { 'accept-encoding': coding }, body);
          expect(headers).toMatchObject({
            'content-encoding': coding,
            'content-length': String(bytes.length),
            vary: expect.stringContaining('accept-encoding'),
          });
          expect(bytes.length).toBeLessThan(expected.bytes.length / 2);
          expect(decompress(bytes).equals(expected.bytes)).toBe(true);
        }
      }
    }
    expect(plain.headers.vary).toContain('accept-encoding');
  });

  test('short responses are not compressed', async () => {
    const app = await startApp({ isCompressing: true });
    const { headers, bytes } = await raw(app.url, { 'accept-encoding': 'br' }, short);
    expect([headers['content-encoding'], bytes.toString()]).toEqual([
      undefined,
      '{"data":{"__typename":"Query"}}',
    ]);
  });

  test('each coding has its own ETag for revalidation', async () => {
    const app = await startApp({ isCompressing: true });
    const url = `${app.url}?query=${encodeURIComponent(long.query)}`;
    const tags = new Map<string, string>();
    for (const coding of ['identity', 'gzip', 'br']) {
      const { headers } = await raw(url, { 'accept-encoding': coding });
      tags.set(coding, headers.etag ?? '');
    }
    expect(new Set(tags.values()).size).toBe(3);
    for (const [coding, tag] of tags) {
      const same = await raw(url, { 'accept-encoding': coding, 'if-none-match': tag });
      expect([same.status, same.bytes.length, same.headers.etag]).toEqual([304, 0, tag]);
      const other = await raw(url, {
        'accept-encoding': coding === 'br' ? 'gzip' : 'br',
        'if-none-match': tag,
      });
      expect(other.status).toBe(200);
    }
  });
});

test('without compression responses have neither Content-Encoding nor Vary', async () => {
  const app = await startApp();
  const { headers } = await raw(app.url, { 'accept-encoding': 'br' }, long);
  expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined]);
});
