import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';

test('allows CORS requests of listed origins only', async () => {
  const app = await startApp({ corsOrigins: ['https://site.example'] });
  const preflight = (origin: string) =>
    fetch(app.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  const listed = await preflight('https://site.example');
  expect(listed.headers.get('access-control-allow-origin')).toBe('https://site.example');
  expect(listed.headers.get('access-control-allow-credentials')).toBeNull();
  for (const other of [
    'https://evil.example',
    'https://site.example.evil',
    'https://site.example:8443',
    'http://site.example',
    'https://sub.site.example',
    'https://site.exampl',
    'null',
  ])
    expect((await preflight(other)).headers.get('access-control-allow-origin'), other).toBeNull();
});

test('lets scripts of listed origins read the headers of every response', async () => {
  const origin = 'https://site.example';
  const app = await startApp({ corsOrigins: [origin], rateLimitPoints: 300 });
  const ask = async (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) => {
    const response = await fetch(app.origin + path, { ...init, headers: { origin, ...headers } });
    const exposed = (response.headers.get('access-control-expose-headers') ?? '')
      .split(/,\s*/)
      .filter((name) => response.headers.has(name));
    return [response.status, ...exposed.sort()];
  };
  const limits = ['ratelimit', 'ratelimit-policy'];
  const query = '/graphql?query={__typename}';
  const json = { 'content-type': 'application/json' };
  const expensive = JSON.stringify({
    query: '{ surveys(first: 90) { nodes { results(first: 4) { rank } } } }',
  });
  expect(await ask(query)).toEqual([200, 'etag', ...limits, 'x-request-id']);
  expect(await ask('/graphql', json, { method: 'POST', body: '{"query":"{ __typename }"}' })).toEqual([
    200,
    ...limits,
    'x-request-id',
  ]);
  expect(await ask(query, { authorization: 'Bearer moon_x' })).toEqual([
    401,
    ...limits,
    'www-authenticate',
    'x-request-id',
  ]);
  expect(await ask('/surveys/top-crypto-narratives-2024/results.json')).toEqual([
    200,
    'content-disposition',
    'etag',
    ...limits,
    'x-request-id',
  ]);
  expect(await ask('/graphql', json, { method: 'POST', body: expensive })).toEqual([
    429,
    ...limits,
    'retry-after',
    'x-request-id',
  ]);
});
