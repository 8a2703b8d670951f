import { describe, expect, test } from 'vitest';
import { isNewDocument } from '../../src/engine/prepared-operation.ts';
import { preparationPoints } from '../../src/guard/preparation-points.ts';
import { type Reply, startApp } from '../support/app.ts';
import { createPrepare, documentCache, preparationOf } from '../support/prepare.ts';

const query = 'query Results {\n  survey(slug: "sandbox") { slug }\n}';
const response = { data: { survey: { slug: 'sandbox' } } };

test('a refused split of a document into name and text is not cached for the document', async () => {
  const app = await startApp();
  const breaks = [...query].flatMap((character, place) => (/\s/.test(character) ? [place] : []));
  expect(breaks.length).toBeGreaterThan(5);
  for (const place of breaks) {
    const poisoned = { operationName: query.slice(0, place), query: query.slice(place + 1) };
    await app.post(poisoned);
    await app.post({ ...poisoned, operationName: query.slice(0, place + 1) });
  }
  expect((await app.post({ query })).body).toEqual(response);
  expect((await app.post({ query, operationName: 'Results' })).body).toEqual(response);
});

test.each(['Results ', 'a b', '\n', '1a', 'é', 'a-b', `${'x'.repeat(50)} `])(
  'an operation name that is not a GraphQL Name is refused: %j',
  async (operationName) => {
    const app = await startApp();
    const { status, body } = await app.post({ query, operationName });
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  },
);

test('an empty operation name counts as absent', async () => {
  const app = await startApp();
  expect((await app.post({ query, operationName: '' })).body).toEqual(response);
});

test('two operations of a document are cached separately', async () => {
  const app = await startApp();
  const both = 'query A { narrative(slug: "ai") { slug } } query B { narrative(slug: "rwa") { slug } }';
  const ask = async (operationName: string) =>
    (await app.post({ query: both, operationName })).body.data.narrative.slug;
  expect([await ask('A'), await ask('B'), await ask('A')]).toEqual(['ai', 'rwa', 'ai']);
});

test('refused documents do not evict valid ones from the cache', () => {
  const documents = documentCache();
  const found = documents.find({ text: query, operationName: undefined });
  if (isNewDocument(found)) found.prepare();
  for (let count = 0; count < 3_000; count += 1) {
    const refused = documents.find({ text: `{ unknown${count} }`, operationName: undefined });
    if (isNewDocument(refused)) refused.prepare();
  }
  expect(isNewDocument(documents.find({ text: query, operationName: undefined }))).toBe(false);
});

test('a new document is charged once by its tokens, whether it is valid, refused or only priced', async () => {
  const app = await startApp({ rateLimitPoints: 100_000 });
  const remaining = async (body: object, headers = {}) =>
    Number(/r=(\d+)/.exec((await app.post(body, headers)).headers.get('ratelimit') ?? '')?.[1]);
  const fields = Array.from({ length: 40 }, (_, place) => `a${place}: __typename`).join(' ');
  let left = 100_000;
  for (const [text, headers] of [
    [`{ ${fields} }`, {}],
    [`{ ${fields} unknown }`, {}],
    [`{ ${fields} `, {}],
    [`{ b: __typename ${fields} }`, { 'x-graphql-cost': 'validate' }],
  ] as const) {
    const points = preparationOf(text);
    expect(points).toBeGreaterThan(10);
    const first = await remaining({ query: text }, headers);
    const second = await remaining({ query: text }, headers);
    expect([left - first, first - second], text).toEqual([points + 1, 1]);
    left = second;
  }
});

describe('what is long', () => {
  const remaining = ({ headers }: Reply) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
  const padded = (kilobytes: number) => `{ __typename } #${'x'.repeat(1_024 * kilobytes)}`;
  const echo = 'query ($slug: String!) { narrative(slug: $slug) { slug } }';
  const variables = (kilobytes: number) => ({ slug: 'x'.repeat(1_024 * kilobytes) });

  test('costs a point for each KB of a new document, once', async () => {
    const app = await startApp({ rateLimitPoints: 1_000 });
    expect(remaining(await app.post({ query: padded(8) }))).toBe(1_000 - 8 - 1 - 1);
    expect(remaining(await app.post({ query: padded(8) }))).toBe(1_000 - 8 - 1 - 2);
  });

  test('costs a point for each 8 KB of variables, every time', async () => {
    const app = await startApp({ rateLimitPoints: 1_000 });
    const start = 1_000 - preparationOf(echo);
    for (const times of [1, 2])
      expect(remaining(await app.post({ query: echo, variables: variables(40) }))).toBe(start - 6 * times);
  });

  test('is charged before it is read, also when it is then refused', async () => {
    const app = await startApp({ rateLimitPoints: 20 });
    const tooManyTokens = '{'.repeat(10 * 1_024);
    const first = await app.post({ query: tooManyTokens });
    expect([first.body.errors[0].extensions.code, remaining(first)]).toEqual(['DOCUMENT_LIMIT_EXCEEDED', 9]);
    for (const body of [{ query: padded(10) }, { query: tooManyTokens }]) {
      const { errors } = (await app.post(body)).body;
      expect(errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', requested: 10, remaining: 9 });
    }
  });
});

test('the preparation of a batch is charged as a whole before it starts', async () => {
  const member = (name: string) => ({ query: `query ${name} { narrative(slug: "ai") { slug } }` });
  const points = preparationOf(member('A').query);
  const app = await startApp({ rateLimitPoints: 2 * points - 1 });
  const { status, body } = await app.post([member('A'), member('B')]);
  expect([
    status,
    body.map(({ errors }: { errors: { extensions: object }[] }) => errors[0]?.extensions),
  ]).toEqual([429, Array(2).fill(expect.objectContaining({ code: 'RATE_LIMITED', requested: 2 * points }))]);
});

test('a document that is repeated in a batch is charged once', async () => {
  const query = 'query ($slug: String!) { narrative(slug: $slug) { slug } }';
  const app = await startApp({ rateLimitPoints: 1_000 });
  const member = (slug: string) => ({ query, variables: { slug } });
  const { headers } = await app.post([member('ai'), member('rwa'), member('defi')]);
  expect(headers.get('ratelimit')).toMatch(`r=${1_000 - preparationOf(query) - 3};`);
});

test('the reported cost does not include the preparation', async () => {
  const app = await startApp();
  const { body } = await app.post({ query }, { 'x-graphql-cost': 'report' });
  expect(body.extensions.cost).toEqual({ requested: 1, actual: 1, limit: 1_000 });
});

test('fragments and repeated fields add to the cost of the preparation', () => {
  expect(preparationPoints({ tokens: 100, fragments: 0, repeats: 0 })).toBe(10);
  expect(preparationPoints({ tokens: 100, fragments: 5, repeats: 5 })).toBe(20);
  expect(preparationPoints({ tokens: 1, fragments: 0, repeats: 0 })).toBe(1);
});

test('a document is prepared once', () => {
  const prepare = createPrepare();
  expect(prepare(query)).toBe(prepare(query));
});
