import { expect, test } from 'vitest';
import { schemaText } from '../../src/api/schema-text.ts';
import { registeredOperations } from '../../src/guard/operation-manifest.ts';
import { type App, startApp } from '../support/app.ts';

const get = (app: App, headers: Record<string, string> = {}) =>
  fetch(`${app.origin}/schema.graphql`, { headers });

const remaining = ({ headers }: Response) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);

test.each(['identity', 'gzip', 'br'])('the schema is served as SDL, with a tag: %s', async (coding) => {
  const app = await startApp();
  const headers = { 'accept-encoding': coding };
  const first = await get(app, headers);
  expect([first.status, first.headers.get('content-type'), first.headers.get('content-encoding')]).toEqual([
    200,
    'text/plain; charset=utf-8',
    coding === 'identity' ? null : coding,
  ]);
  expect(await first.text()).toBe(schemaText());
  const tag = first.headers.get('etag') ?? '';
  const second = await get(app, { ...headers, 'if-none-match': tag });
  expect([second.status, await second.text(), second.headers.get('etag')]).toEqual([304, '', tag]);
  expect(10_000 - remaining(first)).toBe(Math.ceil(Buffer.byteLength(schemaText()) / 2_048));
  expect(remaining(first) - remaining(second)).toBe(1);
});

test('the schema is refused when the budget is spent, and with an invalid key', async () => {
  const app = await startApp({ rateLimitPoints: 50 });
  expect((await get(app)).status).toBe(200);
  const spent = await get(app);
  expect([spent.status, Number(spent.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect(await spent.json()).toEqual({ error: expect.stringMatching(/^The request costs/) });
  const other = await startApp();
  const refused = await get(other, { authorization: 'Bearer moon_x' });
  expect([refused.status, refused.headers.get('www-authenticate'), remaining(refused)]).toEqual([
    401,
    'Bearer',
    9_999,
  ]);
});

test('the schema is not served where only registered operations are accepted', async () => {
  const app = await startApp({ registeredOperations: registeredOperations({}) });
  expect((await get(app)).status).toBe(404);
});
