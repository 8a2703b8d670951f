import { describe, expect, test } from 'vitest';
import { registeredOperations } from '../../src/guard/operation-manifest.ts';
import { sha256Of } from '../../src/guard/persisted-operations.ts';
import { type App, startApp } from '../support/app.ts';

// The checks of the scanner graphql-cop, with the result that is intended for this API.

const repeated = (count: number, part: (place: number) => string): string =>
  Array.from({ length: count }, (_, place) => part(place)).join(' ');

/** The status, and the code of the first error. */
async function outcome(response: Promise<Response>): Promise<[status: number, code: string | undefined]> {
  const { status, headers, ...rest } = await response.then(async (reply) => ({
    status: reply.status,
    headers: reply.headers,
    body: reply.headers.get('content-type')?.includes('json') ? await reply.json() : undefined,
  }));
  return [status, rest.body?.errors?.[0].extensions.code];
}

const postTo = (app: App, body: unknown, type = 'application/json') =>
  fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('overloading', () => {
  test.each([
    [
      'aliases',
      { query: `{ ${repeated(101, (place) => `a${place}: __typename`)} }` },
      'DOCUMENT_LIMIT_EXCEEDED',
    ],
    ['directives', { query: `{ __typename ${repeated(110, () => '@aa')} }` }, 'DOCUMENT_LIMIT_EXCEEDED'],
    [
      'one field repeated many times',
      { query: `{ ${repeated(500, () => '__typename')} }` },
      'DOCUMENT_LIMIT_EXCEEDED',
    ],
    [
      'nested introspection',
      {
        query: `{ __schema { types ${repeated(9, () => '{ fields { type')} { name } ${repeated(18, () => '}')} } }`,
      },
      'DOCUMENT_LIMIT_EXCEEDED',
    ],
    ['a batch', Array(11).fill({ query: '{ __typename }' }), 'BATCH_LIMIT_EXCEEDED'],
  ])('with %s is refused', async (_name, body, code) => {
    const app = await startApp();
    const [status, actualCode] = Array.isArray(body)
      ? await outcome(
          postTo(app, body).then(async (response) => Response.json((await response.json())[0], response)),
        )
      : await outcome(postTo(app, body));
    expect([status >= 200 && status < 500, actualCode]).toEqual([true, code]);
  });
});

describe('requests that a page of another origin can send without a preflight', () => {
  const mutation =
    'mutation { castVote(input: { survey: "sandbox", choices: ["ai"], voter: "a" }) { __typename } }';
  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x', ''])(
    'are refused with the content type `%s`',
    async (type) => {
      const app = await startApp();
      const text = type.includes('urlencoded') ? `query=${encodeURIComponent(mutation)}` : mutation;
      expect((await outcome(postTo(app, text, type)))[0]).toBe(415);
    },
  );

  test('cannot run a mutation by GET', async () => {
    const app = await startApp();
    expect(await outcome(fetch(`${app.url}?query=${encodeURIComponent(mutation)}`))).toEqual([
      405,
      'BAD_USER_INPUT',
    ]);
  });
});

describe('responses do not reveal', () => {
  test('names of the schema where only registered operations are accepted', async () => {
    const queries = [
      '{ surve { slug } }',
      '{ survey(slg: "a") { slug } }',
      '{ surveys { nodes { slag } } }',
      '{ surveys(filter: { status: [OPN] }) { totalCount } }',
      'query ($order: SurveyOrder) { surveys(orderBy: $order) { totalCount } }',
    ];
    const registered = registeredOperations(
      Object.fromEntries(queries.map((text) => [sha256Of(text), text])),
    );
    for (const [options, expected] of [
      [{ registeredOperations: registered }, false],
      [{}, true],
    ] as const) {
      const app = await startApp(options);
      for (const query of queries) {
        const variables = { order: { field: 'OPENED', direction: 'DOWN' } };
        const text = await (await postTo(app, { query, variables })).text();
        expect(text).toMatch(/GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT/);
        expect(/did you mean|its values are/i.test(text), text).toBe(expected);
      }
    }
  });

  test('traces and stacks', async () => {
    const app = await startApp();
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-apollo-tracing': '1', 'apollo-query-plan': '1' },
      body: '{"query":"{ survey(slug: \\"sandbox\\") { title } }"}',
    });
    expect(await response.json()).toEqual({ data: { survey: { title: expect.any(String) } } });
    for (const body of ['{"query":"{"}', '{"query":5}', '[', '{"query":"{ x }","variables":{"a":']) {
      const text = await (await postTo(app, body)).text();
      expect(text).not.toMatch(/\bat .*:\d+|node_modules|\.ts\b|stack|exception/i);
    }
  });
});

test('introspection, queries by GET, batches and GraphiQL are enabled', async () => {
  const app = await startApp();
  const introspection = '{ __schema { queryType { name } } }';
  expect((await app.query(introspection)).__schema.queryType.name).toBe('Query');
  expect(await outcome(fetch(`${app.url}?query=${encodeURIComponent(introspection)}`))).toEqual([
    200,
    undefined,
  ]);
  const batch = await app.post([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
  expect([batch.status, batch.body.length]).toEqual([200, 2]);
  const page = await fetch(app.url, { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
});
