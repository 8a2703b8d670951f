import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { registeredOperations } from '../../src/guard/operation-manifest.ts';
import { sha256Of } from '../../src/guard/persisted-operations.ts';
import { type App, startApp } from '../support/app.ts';

const text = 'query ($slug: String!) { narrative(slug: $slug) { shortName } }';
const documentId = `sha256:${sha256Of(text)}`;
const extensions = { persistedQuery: { version: 1, sha256Hash: sha256Of(text) } };
const variables = { slug: 'rwa' };
const found = { data: { narrative: { shortName: 'RWA' } } };
const missing = {
  errors: [
    {
      message: 'PersistedQueryNotFound',
      extensions: {
        code: 'PERSISTED_QUERY_NOT_FOUND',
        remedy: 'No document is stored under this hash. Send it together with its hash once.',
      },
    },
  ],
};

const get = async (app: App, params: Record<string, unknown>) => {
  const search = new URLSearchParams(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const response = await fetch(`${app.url}?${search}`);
  return { status: response.status, body: await response.json() };
};

const ways: [
  name: string,
  send: (app: App, params: Record<string, unknown>) => Promise<{ body: unknown }>,
][] = [
  ['POST', async (app, params) => app.post(params)],
  ['POST through Yoga', async (app, params) => app.post(params, { accept: 'application/json, text/plain' })],
  ['GET', get],
];

describe.each(ways)('by %s', (_name, send) => {
  test('a document is found by either identifier after it was sent with its hash', async () => {
    const app = await startApp();
    for (const identifier of [{ documentId }, { extensions }])
      expect((await send(app, { ...identifier, variables })).body).toEqual(missing);
    expect((await app.post({ query: text, extensions, variables })).body).toEqual(found);
    for (const identifier of [{ documentId }, { extensions }])
      expect((await send(app, { ...identifier, variables })).body).toEqual(found);
  });

  test.each([
    ['documentId', { documentId }],
    ['extensions', { extensions }],
  ])(
    'a hash of another text is refused, and the error names `%s`, where it was',
    async (argument, identifier) => {
      const app = await startApp();
      const { body } = await send(app, { ...identifier, query: '{ __typename }' });
      expect(body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT', argument } }] });
    },
  );

  test('a registered operation is found by either identifier, and no other operation', async () => {
    const app = await startApp({ registeredOperations: registeredOperations({ [documentId]: text }) });
    for (const params of [{ documentId }, { extensions }, { query: text }])
      expect((await send(app, { ...params, variables })).body).toEqual(found);
    for (const params of [
      { documentId: `sha256:${'0'.repeat(64)}` },
      { query: '{ __typename }' },
      { query: '{ __typename }', documentId: `sha256:${sha256Of('{ __typename }')}` },
    ])
      expect((await send(app, params)).body).toEqual({
        errors: [
          {
            message:
              'Only registered operations are accepted here. Have this one registered, or use another.',
            extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
          },
        ],
      });
  });

  test('objects are read as JSON text too, and empty texts as nothing', async () => {
    const app = await startApp();
    const asText = { query: text, variables: JSON.stringify(variables), extensions: '', documentId: '' };
    expect((await send(app, asText)).body).toEqual(found);
    expect((await send(app, { query: '{ __typename }', variables: '' })).body).toEqual({
      data: { __typename: 'Query' },
    });
    for (const [sent, fault] of [
      ['{', '`variables` is not JSON. Send an object, or omit it.'],
      ['[1]', '`variables` is not an object. Send an object, or omit it.'],
      ['"{}"', '`variables` is not an object. Send an object, or omit it.'],
    ])
      expect((await send(app, { query: text, variables: sent })).body).toEqual({
        errors: [{ message: fault, extensions: { code: 'BAD_USER_INPUT' } }],
      });
  });
});

test('a mutation by its identifier is refused by GET, and costs what its text costs by POST', async () => {
  const app = await startApp();
  const { key } = createApiKey(app.db, { name: 'k', scopes: ['votes:cast'] }, 1);
  const headers = { authorization: `Bearer ${key}`, 'x-graphql-cost': 'report' };
  const mutation =
    'mutation { castVote(input: { survey: "sandbox", choices: ["ai"], voter: "a" }) { __typename } }';
  const identifier = { documentId: `sha256:${sha256Of(mutation)}` };
  const stored = await app.post({ query: mutation, ...identifier }, headers);
  expect((await app.post(identifier, headers)).body.extensions).toEqual(stored.body.extensions);
  const refused = await fetch(`${app.url}?${new URLSearchParams(identifier)}`, { headers });
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST']);
});

test('an unknown member of an operation is named', async () => {
  const app = await startApp();
  const { body } = await app.post({ query: '{ __typename }', id: 'x' });
  expect(body.errors[0].message).toBe(
    'The operation has the member `id`, but only `query`, `documentId`, `operationName`, `variables` and `extensions` are read. Leave it out.',
  );
  const long = await app.post({ query: '{ __typename }', ['x'.repeat(10_000)]: 1 });
  expect(long.body.errors[0].message.length).toBeLessThan(250);
});
