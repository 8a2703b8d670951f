import { expect, onTestFinished, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { schema } from '../../src/api/schema.ts';
import type { Context } from '../../src/graphql/context.ts';
import { startApp } from '../support/app.ts';

/** Replaces the resolver of `Narrative.summary` for one test, as a new resolver that reads the context. */
function withResolver(resolve: (context: Context) => string): void {
  const field = schema.getType('Narrative');
  if (field === undefined || !('getFields' in field)) throw new Error('The schema has no type Narrative.');
  const summary = field.getFields().summary;
  if (summary === undefined || !('resolve' in summary)) throw new Error('Narrative has no field summary.');
  const { resolve: before } = summary;
  summary.resolve = (_parent, _args, context: unknown) => resolve(context as Context);
  onTestFinished(() => {
    summary.resolve = before;
  });
}

const query = '{ narrative(slug: "ai") { summary } }';

test.each([
  ['the viewer', (context: Context) => context.viewer.id],
  ['the viewer as an editor', ({ editor }: Context) => editor.actor],
  ['a spread copy of the context', ({ db: _db, ...rest }: Context) => rest.viewer.id],
  ['the budget', (context: Context) => `${context.viewer.id} ${context.budget()?.limit}`],
])('the value of a field that reads %s is not cached for another caller', async (_name, resolve) => {
  withResolver(resolve);
  const app = await startApp();
  const key = createApiKey(app.db, { name: 'k', scopes: [] }, 1);
  const ask = async (headers: Record<string, string> = {}) =>
    (await app.post({ query }, headers)).body.data.narrative.summary;
  const keyed = { authorization: `Bearer ${key.key}` };
  const [first, second, third] = [await ask(keyed), await ask(), await ask(keyed)];
  expect(first).toMatch(/^key:/);
  expect(second).toMatch(/^anonymous/);
  expect(third).toBe(first);
});

test('a private response has no ETag and no Cache-Control', async () => {
  withResolver((context) => context.viewer.id);
  const app = await startApp();
  const { headers } = await fetch(`${app.url}?query=${encodeURIComponent(query)}`);
  expect([headers.get('etag'), headers.get('cache-control')]).toEqual([null, null]);
});

test('the value of a field that reads nothing of the caller is cached', async () => {
  let count = 0;
  withResolver(() => {
    count += 1;
    return String(count);
  });
  const app = await startApp();
  const ask = async () => (await app.post({ query })).body.data.narrative.summary;
  expect([await ask(), await ask()]).toEqual(['1', '1']);
});

test('the response to a query by receipt is private', async () => {
  const app = await startApp();
  const { headers } = await fetch(
    `${app.url}?query=${encodeURIComponent('{ vote(receipt: "none") { id } }')}`,
  );
  expect(headers.get('etag')).toBeNull();
});
