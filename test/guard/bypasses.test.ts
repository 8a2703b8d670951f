import { describe, expect, test } from 'vitest';
import { isRefused } from '../../src/engine/prepared-operation.ts';
import { startApp } from '../support/app.ts';
import { createPrepare, preparationOf } from '../support/prepare.ts';
import { outcome, transports } from './transports.ts';

const prepare = createPrepare();

type Variables = Record<string, unknown>;
const levels = (count: number, level: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => level(index)).join(' ');
const expensive = '{ surveys(first: 100) { nodes { results(first: 100) { rank } } } }';
const fanOut = (alias: string) =>
  `{ survey(slug: "sandbox") { ...F0 } } ${levels(200, (index) => `fragment F${index} on Survey { ${alias}previousEdition { ...F${index + 1} } b: previousEdition { ...F${index + 1} } }`)} fragment F200 on Survey { slug }`;

/** The expected codes, and the least price that a COST_LIMIT_EXCEEDED reports. `undefined` means success. */
const bypasses: [
  name: string,
  params: { query: string; operationName?: string } & Variables,
  codes: (string | undefined)[],
  least?: number,
][] = [
  [
    '1 fragments that fan out to 2^n',
    { query: fanOut('a: ') },
    ['COST_LIMIT_EXCEEDED', 'DOCUMENT_LIMIT_EXCEEDED'],
  ],
  [
    '2 a fragment used at two depths',
    {
      query:
        '{ surveys(first: 1) { nodes { ...F } } surveyed: surveys(first: 100) { nodes { previousEdition { ...F } } } } fragment F on Survey { results(first: 100) { rank } }',
    },
    ['COST_LIMIT_EXCEEDED'],
    10_000,
  ],
  [
    '3 a fragment named __schema',
    {
      query:
        '{ ...__schema } fragment __schema on Query { surveys(first: 100) { nodes { results(first: 100) { rank } } } }',
    },
    ['COST_LIMIT_EXCEEDED', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED'],
  ],
  [
    '4 aliases',
    { query: `{ ${levels(40, (index) => `a${index}: surveys(first: 100) { nodes { slug } }`)} }` },
    ['COST_LIMIT_EXCEEDED'],
    4_000,
  ],
  [
    '4 more aliases than a document may have',
    { query: `{ ${levels(101, (index) => `a${index}: __typename`)} }` },
    ['DOCUMENT_LIMIT_EXCEEDED'],
  ],
  [
    '5 __typename under aliases',
    { query: `{ ${levels(60, (index) => `a${index}: __typename`)} }` },
    ['DOCUMENT_LIMIT_EXCEEDED'],
  ],
  [
    '6 a field repeated many times',
    { query: `{ ${levels(1_990, () => 'x')} }` },
    ['DOCUMENT_LIMIT_EXCEEDED'],
  ],
  [
    '7 a field repeated in inline fragments',
    { query: `{ ${levels(600, () => '...{x}')} }` },
    ['DOCUMENT_LIMIT_EXCEEDED'],
  ],
  [
    '8 many fragments',
    { query: `{ ...F0 } ${levels(600, (index) => `fragment F${index} on Query { ...F${index + 1} }`)}` },
    ['DOCUMENT_LIMIT_EXCEEDED'],
  ],
  [
    '9 a cycle of fragments',
    { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' },
    ['GRAPHQL_VALIDATION_FAILED'],
  ],
  ['10 nesting that overflows a parser', { query: '{a'.repeat(900) }, ['DOCUMENT_LIMIT_EXCEEDED']],
  ['10 lists in lists', { query: `{ node(id: ${'['.repeat(900)}` }, ['DOCUMENT_LIMIT_EXCEEDED']],
  ['11 directives', { query: `{ __typename ${levels(101, () => '@a')} }` }, ['DOCUMENT_LIMIT_EXCEEDED']],
  [
    '12 a list size in a variable',
    {
      query: 'query ($n: Int) { surveys(first: $n) { nodes { results(first: $n) { rank } } } }',
      variables: { n: 100 },
    },
    ['COST_LIMIT_EXCEEDED'],
    10_000,
  ],
  [
    '13 a list size in a variable’s default',
    { query: 'query ($n: Int = 100) { surveys(first: $n) { nodes { results(first: $n) { rank } } } }' },
    ['COST_LIMIT_EXCEEDED'],
    10_000,
  ],
  [
    '14 a null list size',
    {
      query:
        '{ surveys(first: null) { nodes { options { narrative { articles(first: null) { nodes { slug } } } } } } }',
    },
    ['COST_LIMIT_EXCEEDED'],
    20_000,
  ],
  ['14 a negative list size', { query: '{ surveys(first: -1) { nodes { slug } } }' }, ['BAD_USER_INPUT']],
  ['14 a list size of 0', { query: '{ surveys(first: 0) { nodes { slug } } }' }, ['BAD_USER_INPUT']],
  [
    '15 two list sizes, the smaller one first',
    { query: '{ surveys(first: 1, last: 100) { nodes { options { narrative { slug } } } } }' },
    ['COST_LIMIT_EXCEEDED'],
    6_400,
  ],
  ['16 a single value for a list', { query: '{ nodes(ids: "x") { id } }' }, [undefined]],
  [
    '16 1,500 ids',
    { query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: Array(1_500).fill('x') } },
    ['COST_LIMIT_EXCEEDED'],
  ],
  [
    '17 @skip and @include with a variable',
    {
      query:
        'query ($yes: Boolean!) { surveys(first: 100) @include(if: $yes) { nodes { options @skip(if: false) { narrative { slug } } } } }',
      variables: { yes: true },
    },
    ['COST_LIMIT_EXCEEDED'],
    6_400,
  ],
  [
    '19 several operations with a name',
    { query: `query A { __typename } query B ${expensive}`, operationName: 'B' },
    ['COST_LIMIT_EXCEEDED'],
    10_000,
  ],
  [
    '19 several operations without a name',
    { query: `query A { __typename } query B ${expensive}` },
    ['BAD_USER_INPUT'],
  ],
  ['19 an anonymous operation with a name', { query: expensive, operationName: 'B' }, ['BAD_USER_INPUT']],
  [
    '20 repeated introspection',
    { query: `{ ${levels(30, (index) => `a${index}: __schema { b: types { name } c: types { name } }`)} }` },
    ['COST_LIMIT_EXCEEDED'],
    1_000,
  ],
  [
    '21 a subscription, which needs a stream, at the price of a query',
    {
      query:
        'subscription { surveyResults(survey: "sandbox") { options { narrative { results(first: 100) { nodes { rank } } } } } }',
    },
    ['BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'],
  ],
  ['23 @defer', { query: '{ ... @defer { __typename } }' }, ['GRAPHQL_VALIDATION_FAILED']],
  ['23 @stream', { query: '{ surveys { nodes @stream { slug } } }' }, ['GRAPHQL_VALIDATION_FAILED']],
  [
    '24 a hash of another document',
    { query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
    ['BAD_USER_INPUT', undefined],
  ],
  [
    '25 a document that is too large',
    { query: `{ __typename # ${'x'.repeat(17_000)}\n}` },
    ['DOCUMENT_LIMIT_EXCEEDED', 'REQUEST_TOO_LARGE', undefined],
  ],
  [
    '26 the most expensive member of an abstract type',
    {
      query:
        '{ search(query: "a", first: 20) { nodes { __typename ... on Survey { options { narrative { slug } } } ... on Narrative { slug } } } }',
    },
    ['COST_LIMIT_EXCEEDED'],
    1_280,
  ],
];

describe('a bypass of the cost and document limits is refused or fully priced', () => {
  test.each(bypasses)('%s', async (_name, params, codes, least) => {
    const app = await startApp();
    for (const [transport, send] of Object.entries(transports)) {
      const { status, code, requested } = await send(app, params);
      // Node replies 431 to a URL above its own limit.
      if (transport === 'GET' && status === 431) continue;
      expect(status, transport).toBeLessThan(500);
      expect(codes, `${transport}: ${code}`).toContain(code);
      if (least !== undefined) expect(requested, transport).toBeGreaterThanOrEqual(least);
    }
  });

  const priced = bypasses.filter(([, , codes]) => codes.every((code) => code === 'COST_LIMIT_EXCEEDED'));

  test.each(priced)('%s: the compiler visits few selections', (_name, { query, operationName }) => {
    const preparation = prepare(query, operationName);
    if (isRefused(preparation)) throw new Error(preparation[0]?.message);
    expect(preparation.cost.visits).toBeGreaterThan(0);
    // A selection takes at least two characters of the document.
    expect(preparation.cost.visits).toBeLessThanOrEqual(query.length / 2);
  });

  test('21 a deep subscription is priced before it starts', async () => {
    const app = await startApp();
    const query =
      'subscription { surveyResults(survey: "sandbox") { options { narrative { results(first: 100) { nodes { rank } } } } } }';
    const { status, code, requested } = await (transports.SSE ?? expect.fail('SSE'))(app, { query });
    expect([status, code, requested]).toEqual([400, 'COST_LIMIT_EXCEEDED', expect.any(Number)]);
    expect(requested).toBeGreaterThanOrEqual(6_400);
  });

  test('22 a stream is charged when it opens', async () => {
    const query = 'subscription { surveyResults(survey: "sandbox") { voteCount } }';
    const app = await startApp({ rateLimitPoints: 10 + preparationOf(query) });
    const open = () =>
      fetch(app.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query }),
      });
    const streams = await Promise.all(Array.from({ length: 12 }, open));
    expect(streams.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(streams.filter(({ status }) => status === 429)).toHaveLength(2);
    await Promise.all(streams.map(({ body }) => body?.cancel()));
  });

  test('18 a batch costs the sum of its operations', async () => {
    const app = await startApp();
    const member = {
      query: '{ surveys(first: 100) { nodes { slug } } articles(first: 100) { nodes { slug } } }',
    };
    const { status, body } = await app.post(Array(6).fill(member));
    expect([status, body[0].errors[0].extensions.requested]).toEqual([400, 1_212]);
  });

  test('24 a persisted operation has the same limits as its document', async () => {
    const app = await startApp();
    const { createHash } = await import('node:crypto');
    const extensions = {
      persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(expensive).digest('hex') },
    };
    const codeOf = async (params: Variables) => (await app.post(params)).body.errors[0].extensions.code;
    expect(await codeOf({ extensions })).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(await codeOf({ query: expensive, extensions })).toBe('COST_LIMIT_EXCEEDED');
    expect(await codeOf({ extensions })).toBe('COST_LIMIT_EXCEEDED');
    expect((await (transports.SSE ?? expect.fail('SSE'))(app, { extensions })).code).toBe(
      'COST_LIMIT_EXCEEDED',
    );
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    expect(outcome({ status: 0, body: await (await fetch(`${app.url}?${search}`)).json() }).code).toBe(
      'COST_LIMIT_EXCEEDED',
    );
  });

  test('28 concurrent requests do not overspend a budget', async () => {
    const query = '{ viewer { kind } }';
    const app = await startApp({ rateLimitPoints: 20 + preparationOf(query) });
    const statuses = await Promise.all(
      Array.from({ length: 50 }, async () => (await app.post({ query })).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  });
});
