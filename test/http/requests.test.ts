import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { type App, startApp } from '../support/app.ts';

const fail = async (app: App, query: string, variables?: Record<string, unknown>) => {
  const { body } = await app.post({ query, variables });
  expect(body.errors, JSON.stringify(body)).toHaveLength(1);
  return body.errors[0];
};

describe('an object that does not exist is null', () => {
  test.each([
    ['{ narrative(slug: "nothing") { name } }', { narrative: null }],
    ['{ survey(slug: "") { title } }', { survey: null }],
    ['{ article(slug: "DEPIN") { title } }', { article: null }],
    ['{ series(slug: "x") { title } }', { series: null }],
    ['{ node(id: "not an id") { id } }', { node: null }],
    ['{ node(id: "TmFycmF0aXZlOm5vdGhpbmc") { id } }', { node: null }],
    ['{ node(id: "UXVlcnk6eA") { id } }', { node: null }],
    ['{ narrative(slug: "depin") { result(survey: "none") { rank } } }', { narrative: { result: null } }],
    ['{ narratives(filter: { survey: "none" }) { totalCount } }', { narratives: { totalCount: 0 } }],
  ])('%s', async (query, data) => {
    const app = await startApp();
    expect(await app.query(query)).toEqual(data);
  });

  test('nodes returns objects in the order of the ids, with nulls and repetitions', async () => {
    const app = await startApp();
    const { narrative, survey, article } = await app.query(
      '{ narrative(slug: "ai") { id } survey(slug: "sandbox") { id results(first: 1) { id } } article(slug: "understanding-rest-apis") { id } }',
    );
    const ids = [article.id, 'unknown', narrative.id, survey.results[0].id, narrative.id, survey.id];
    const data = await app.query('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });
    expect(data.nodes).toEqual([
      { __typename: 'Article', id: ids[0] },
      null,
      { __typename: 'Narrative', id: ids[2] },
      { __typename: 'SurveyResult', id: ids[3] },
      { __typename: 'Narrative', id: ids[4] },
      { __typename: 'Survey', id: ids[5] },
    ]);
  });
});

describe('an error about an invalid value names the argument, the limit and a remedy', () => {
  test.each([
    ['{ articles(first: 0) { totalCount } }', /`first` is 0; it must be between 1 and 100/],
    ['{ articles(first: -1) { totalCount } }', /`first` is -1/],
    [
      '{ surveys(first: 101) { totalCount } }',
      /`first` is 101; it must be between 1 and 100\. Ask for fewer/,
    ],
    ['{ narratives(last: 101) { totalCount } }', /`last` is 101/],
    ['{ narratives(first: 1, last: 1) { totalCount } }', /Both `first` and `last`/],
    ['{ narratives(after: "rubbish") { totalCount } }', /`after` is not a cursor/],
    ['{ narratives(before: "WyJhIiwxXQ") { totalCount } }', /`before` is not a cursor/],
    ['{ narrative(slug: "ai") { results(first: 1000) { totalCount } } }', /`first` is 1000/],
    ['{ survey(slug: "sandbox") { results(first: 101) { rank } } }', /`first` is 101/],
    [
      '{ survey(slug: "sandbox") { results(first: 1) { interval(confidence: 1) { low } } } }',
      /`confidence` is 1/,
    ],
    ['{ search(query: "a", first: 0) { totalCount } }', /`first` is 0/],
    ['{ article(slug: "understanding-rest-apis") { sections(maxLevel: 7) { heading } } }', /`maxLevel` is 7/],
    [`{ nodes(ids: [${'"x",'.repeat(101)}]) { id } }`, /`ids` has 101 entries; at most 100/],
  ])('%s', async (query, message) => {
    const app = await startApp();
    const error = await fail(app, query);
    expect(error.message).toMatch(message);
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
  });

  test.each<[string, Record<string, unknown>?]>([
    ['{ articles(orderBy: { field: SIZE }) { totalCount } }'],
    ['{ articles(orderBy: { field: "SIZE" }) { totalCount } }'],
    ['query ($f: ArticleOrderField!) { articles(orderBy: { field: $f }) { totalCount } }', { f: 'SIZE' }],
  ])('an unknown enum value, with those that exist: %s', async (query, variables) => {
    const app = await startApp();
    const { body } = await app.post({ query, variables });
    expect(body.errors[0].message).toMatch(/SIZE.* Its values are `TITLE`, `DATE`\./);
  });

  test.each<[unknown, string]>([
    ['tomorrow', '"tomorrow"'],
    ['2024-03-01', '"2024-03-01"'],
    [1_709_294_400, '1709294400'],
  ])('a time that is not a DateTime, with the form: %j', async (opensAt, quoted) => {
    const app = await startApp();
    const { key } = createApiKey(app.db, { name: 'k', scopes: ['surveys:write'] }, 1);
    const field = (value: string) =>
      `scheduleSurvey(input: { survey: "s", opensAt: ${value} }) { __typename }`;
    for (const [query, variables] of [
      [`mutation { ${field(JSON.stringify(opensAt))} }`],
      [`mutation ($at: DateTime!) { ${field('$at')} }`, { at: opensAt }],
    ]) {
      const { body } = await app.post({ query, variables }, { authorization: `Bearer ${key}` });
      expect(body.errors[0].message).toContain(
        `${quoted} is not a time of RFC 3339 with its zone, such as \`2024-03-01T12:00:00.000Z\`.`,
      );
    }
  });

  test.each([
    ['{ articles(first: 0) { totalCount } }', 'Query.articles(first:)'],
    [
      '{ node(id: "U3VydmV5OnNhbmRib3g") { ... on Survey { some: results(first: 101) { rank } } } }',
      'Survey.results(first:)',
    ],
    [
      'query { ...q } fragment q on Query { narratives(first: 1) { nodes { results(last: 0) { totalCount } } } }',
      'Narrative.results(last:)',
    ],
  ])('an argument, by its schema coordinate: %s', async (query, coordinate) => {
    const app = await startApp();
    expect((await fail(app, query)).extensions).toMatchObject({ code: 'BAD_USER_INPUT', coordinate });
  });

  test('a variable of the wrong type', async () => {
    const app = await startApp();
    const error = await fail(app, 'query ($n: Int!) { articles(first: $n) { totalCount } }', { n: 'many' });
    expect(error).toMatchObject({
      message: expect.stringContaining('$n'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('a cursor of another order', async () => {
    const app = await startApp();
    const { articles } = await app.query('{ articles(first: 1) { pageInfo { endCursor } } }');
    const error = await fail(
      app,
      'query ($c: String) { articles(after: $c, orderBy: { field: TITLE }) { totalCount } }',
      {
        c: articles.pageInfo.endCursor,
      },
    );
    expect(error.message).toMatch(/same arguments/);
  });
});

describe('the endpoint', () => {
  test.each([
    ['invalid JSON', '{', 'application/json', 400],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json', 400],
    ['a form', 'query={__typename}', 'application/x-www-form-urlencoded', 415],
    ['a multipart form', '--x--', 'multipart/form-data; boundary=x', 415],
    ['plain text', '{"query":"{__typename}"}', 'text/plain', 415],
    ['a query as application/graphql', '{ __typename }', 'application/graphql', 415],
    ['null', 'null', 'application/json', 400],
    ['a number', '1', 'application/json', 400],
    ['an empty batch', '[]', 'application/json', 400],
  ])('refuses %s with a clear error', async (_name, body, type, status) => {
    const app = await startApp();
    const response = await fetch(app.url, { method: 'POST', body, headers: { 'content-type': type } });
    expect(response.status).toBe(status);
    const reply = await response.json();
    expect(reply.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(reply.errors[0].message).toMatch(/\.$/);
  });

  test('refuses a body that is too large, with and without content-length', async () => {
    const app = await startApp();
    const announced = await app.post(`{"query":"{ __typename }","x":"${'a'.repeat(70_000)}"}`);
    expect(announced.status).toBe(413);
    expect(announced.body.errors[0].extensions.code).toBe('REQUEST_TOO_LARGE');
    const { port } = new URL(app.url);
    const reply = await new Promise<string>((resolve) => {
      let text = '';
      let sent = 0;
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
        );
        const chunk = `${(10_000).toString(16)}\r\n${' '.repeat(10_000)}\r\n`;
        const more = () => {
          if (socket.destroyed || sent > 5_000_000) return;
          sent += 10_000;
          socket.write(chunk, () => setImmediate(more));
        };
        more();
      });
      socket.on('data', (data) => {
        text += String(data);
        if (text.includes('REQUEST_TOO_LARGE')) socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    expect(reply).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('executes the operations of a batch independently, and refuses a batch above the limit', async () => {
    const app = await startApp({ batchLimit: 3 });
    const mixed = await app.post([{ query: '{ narrative(slug: "ai") { slug } }' }, { query: '{ nope }' }, 5]);
    expect(mixed.status).toBe(200);
    expect(
      mixed.body.map(
        (member: { data?: unknown; errors?: { extensions: { code: string } }[] }) =>
          member.data ?? member.errors?.[0]?.extensions.code,
      ),
    ).toEqual([{ narrative: { slug: 'ai' } }, 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);
    const long = await app.post(Array.from({ length: 4 }, () => ({ query: '{ __typename }' })));
    expect(long.status).toBe(413);
    expect(long.body).toHaveLength(4);
    expect(long.body[3].errors[0].extensions.code).toBe('BATCH_LIMIT_EXCEEDED');
  });

  test('masks unexpected errors and returns a request id', async () => {
    const app = await startApp();
    app.db.$client.exec('drop table survey_option');
    const { status, body, headers } = await app.post({
      query: '{ survey(slug: "sandbox") { results { rank } } }',
    });
    expect(status).toBe(200);
    expect(body.data).toEqual({ survey: { results: null } });
    expect(body.errors[0].extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(body)).not.toContain('survey_option');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('executes queries by GET, but not mutations', async () => {
    const app = await startApp();
    const ask = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${app.url}?query=${encodeURIComponent(query)}`, { headers });
    expect(await (await ask('{ narrative(slug: "rwa") { shortName } }')).json()).toEqual({
      data: { narrative: { shortName: 'RWA' } },
    });
    const bad = await (await ask('{ articles(first: 0) { totalCount } }')).json();
    expect(bad.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    const { key } = createApiKey(app.db, { name: 'k', scopes: ['votes:cast'] }, 1);
    const mutation =
      'mutation { castVote(input: { survey: "sandbox", choices: ["ai"], voter: "ann" }) { __typename } }';
    const refused = await ask(mutation, { authorization: `Bearer ${key}` });
    const { data, errors } = await refused.json();
    expect([refused.status, refused.headers.get('allow'), data, errors[0].message]).toEqual([
      405,
      'POST',
      undefined,
      'A mutation cannot be sent by GET. Send it by POST.',
    ]);
    expect(app.db.$client.prepare('select count(*) from vote_event').pluck().get()).toBe(0);
  });

  test('has probes for liveness and readiness', async () => {
    const app = await startApp();
    expect((await fetch(`${app.origin}/health/live`)).status).toBe(200);
    expect(await (await fetch(`${app.origin}/health/ready`)).json()).toEqual({ status: 'ready' });
    app.db.$client.close();
    expect((await fetch(`${app.origin}/health/ready`)).status).toBe(503);
    expect((await fetch(`${app.origin}/elsewhere`)).status).toBe(404);
  });

  test.each([
    '/health/live',
    '/surveys/sandbox/results.csv',
    '/surveys/sandbox/results.json',
    '/schema.graphql',
    '/',
  ])('refuses other methods than GET for %s', async (path) => {
    const app = await startApp();
    for (const method of ['POST', 'DELETE']) {
      const { status, headers } = await fetch(app.origin + path, { method, redirect: 'manual' });
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });

  test('prices a subscription without a stream, and refuses an invalid one with an error status', async () => {
    const app = await startApp();
    const subscription = 'subscription { surveyResults(survey: "sandbox") { voteCount } }';
    const priced = await app.post({ query: subscription }, { 'x-graphql-cost': 'validate' });
    expect(priced.body).toEqual({ extensions: { cost: { requested: 1, limit: 1_000 } } });
    const refused = await app.post({ query: 'subscription { nothing }' }, { accept: 'text/event-stream' });
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  });
});
