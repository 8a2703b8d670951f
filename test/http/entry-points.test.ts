import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { isJsonPost } from '../../src/http/json-post.ts';
import { type App, startApp } from '../support/app.ts';

const json = { 'content-type': 'application/json' };

describe('the JSON POST handler accepts requests without content negotiation', () => {
  const accepts = (method: string, url: string, headers: Record<string, string>) =>
    // The parts that `isJsonPost` reads.
    isJsonPost({ method, url, headers } as unknown as IncomingMessage);

  test.each([
    [{}],
    [{ accept: '*/*' }],
    [{ accept: 'application/json' }],
    [{ accept: 'application/graphql-response+json' }],
    [{ 'content-type': 'application/json; charset=utf-8' }],
  ])('%j', (headers) => {
    expect(accepts('POST', '/graphql', { ...json, ...headers })).toBe(true);
  });

  test.each<[string, string, Record<string, string>]>([
    ['GET', '/graphql', json],
    ['POST', '/graphql?query=x', json],
    ['POST', '/', json],
    ['POST', '/graphql', {}],
    ['POST', '/graphql', { 'content-type': 'text/plain' }],
    ['POST', '/graphql', { ...json, origin: 'https://site.example' }],
    ['POST', '/graphql', { ...json, 'content-encoding': 'gzip' }],
    ['POST', '/graphql', { ...json, accept: 'text/event-stream' }],
    ['POST', '/graphql', { ...json, accept: 'application/json, */*' }],
  ])('but not %s %s %j', (method, url, headers) => {
    expect(accepts(method, url, headers)).toBe(false);
  });
});

/** Sends the same request to the JSON POST handler, to Yoga over HTTP, and to the API as a function. */
const entryPoints: [
  name: string,
  send: (app: App, body: string, headers: Record<string, string>) => Promise<Response>,
][] = [
  ['the JSON POST handler', (app, body, headers) => fetch(app.url, { method: 'POST', body, headers })],
  [
    'Yoga',
    (app, body, headers) =>
      fetch(app.url, {
        method: 'POST',
        body,
        headers: { accept: 'application/json, text/plain', ...headers },
      }),
  ],
  [
    'createApi',
    (app, body, headers) => app.api.fetch(new Request('http://x/graphql', { method: 'POST', body, headers })),
  ],
];

const operation = (query: string, rest = {}) => JSON.stringify({ query, ...rest });

describe('every entry point returns the same status, headers and body for', () => {
  test.each<[string, string, Record<string, string>]>([
    ['a query', operation('{ narrative(slug: "ai") { name } }'), {}],
    ['a batch', `[${operation('{ __typename }')},${operation('{ unknown }')}]`, {}],
    ['an empty batch', '[]', {}],
    ['a batch of invalid operations', '[null, 5, "x", []]', {}],
    ['a batch above the limit', `[${Array(11).fill(operation('{ __typename }')).join()}]`, {}],
    [
      'a batch above the cost limit',
      `[${Array(3).fill(operation('{ surveys(first: 100) { nodes { results(first: 5) { rank } } } }')).join()}]`,
      {},
    ],
    ['invalid JSON', '{', {}],
    ['an empty object', '{}', {}],
    ['null', 'null', {}],
    ['a number', '5', {}],
    ['a query that is a number', '{"query":5}', {}],
    ['an unknown member', '{"query":"{ __typename }","x":1}', {}],
    ['variables that are a list', '{"query":"{ __typename }","variables":[1]}', {}],
    ['a number that is too large', '{"query":"{ __typename }","variables":{"a":1e400}}', {}],
    ['a syntax error', operation('{'), {}],
    ['a validation error', operation('{ unknown }'), {}],
    ['an invalid variable', operation('query ($a: Int!) { articles(first: $a) { totalCount } }'), {}],
    [
      'an error of a field',
      operation('{ articles(first: 0) { totalCount } narrative(slug: "ai") { slug } }'),
      {},
    ],
    ['a field that requires a scope', operation('{ auditTrail { totalCount } }'), {}],
    ['a key in `X-Api-Key`', operation('{ __typename }'), { 'x-api-key': 'moon_x_y' }],
    ['an invalid key', operation('{ __typename }'), { authorization: 'Bearer moon_x_y' }],
    [
      'an unknown persisted operation',
      `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'0'.repeat(64)}"}}}`,
      {},
    ],
    ['a subscription', operation('subscription { surveyResults(survey: "sandbox") { voteCount } }'), {}],
    ['a price request', operation('{ narratives { totalCount } }'), { 'x-graphql-cost': 'validate' }],
    ['a cost report', operation('{ narratives { nodes { slug } } }'), { 'x-graphql-cost': 'report' }],
    ['a large body', operation('{ __typename }', { variables: { a: 'x'.repeat(70_000) } }), {}],
  ])('%s', async (_name, body, headers) => {
    const replies = await Promise.all(
      entryPoints.map(async ([, send]) => {
        // Each entry point gets its own budget.
        const app = await startApp();
        const response = await send(app, body, { ...json, ...headers });
        const { status } = response;
        const sent = Object.fromEntries(
          ['content-type', 'ratelimit', 'ratelimit-policy', 'www-authenticate', 'retry-after'].map((name) => [
            name,
            response.headers.get(name),
          ]),
        );
        expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
        return { status, headers: sent, body: await response.json() };
      }),
    );
    expect(replies[1]).toEqual(replies[0]);
    expect(replies[2]).toEqual(replies[0]);
  });

  test('an unexpected error, which is masked', async () => {
    for (const [, send] of entryPoints) {
      const app = await startApp();
      app.db.$client.exec('drop table survey_option');
      const response = await send(app, operation('{ survey(slug: "sandbox") { results { rank } } }'), json);
      const { errors, data } = await response.json();
      expect([response.status, errors[0].extensions.code, data]).toEqual([
        200,
        'INTERNAL_SERVER_ERROR',
        { survey: { results: null } },
      ]);
    }
  });

  test('a spent budget: 429 with Retry-After', async () => {
    for (const [, send] of entryPoints) {
      const app = await startApp({ rateLimitPoints: 3 });
      const body = operation('{ narratives(first: 20) { nodes { slug } } }');
      const response = await send(app, body, json);
      expect([response.status, Number(response.headers.get('retry-after')) > 0]).toEqual([429, true]);
    }
  });

  test('a mutation', async () => {
    for (const [place, [, send]] of entryPoints.entries()) {
      const app = await startApp();
      const { key } = createApiKey(app.db, { name: 'k', scopes: ['votes:cast'] }, 1);
      const body = operation(
        `mutation { castVote(input: { survey: "sandbox", choices: ["ai"], voter: "v${place}" }) { __typename } }`,
      );
      const response = await send(app, body, { ...json, authorization: `Bearer ${key}` });
      expect(await response.json()).toEqual({ data: { castVote: { __typename: 'CastVoteSuccess' } } });
    }
  });
});

describe('over HTTP', () => {
  test.each(['{', 'a b', 'x y', 'a/b', '<script>'])(
    'a request with the invalid Host %j gets 400',
    async (host) => {
      const app = await startApp();
      const sent = request(app.url, { headers: { host, accept: 'text/html' }, setHost: false }).end();
      const [response]: IncomingMessage[] = await once(sent, 'response');
      if (response === undefined) throw new Error('There is no response.');
      expect([response.statusCode, JSON.parse(await text(response))]).toEqual([
        400,
        { error: 'The `Host` header is invalid.', requestId: expect.any(String) },
      ]);
    },
  );

  test('a client that disconnects while it sends a body is not logged as an error', async () => {
    const lines: string[] = [];
    const { pino } = await import('pino');
    const app = await startApp({
      log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
    });
    for (const accept of ['*/*', 'application/json, text/plain']) {
      const sent = request(app.url, {
        method: 'POST',
        headers: { ...json, accept, 'content-length': '100' },
      });
      sent.on('error', () => {});
      sent.write('{"query":');
      await new Promise((resolve) => setTimeout(resolve, 100));
      sent.destroy();
    }
    await app.query('{ __typename }');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lines).toEqual([]);
  });
});
