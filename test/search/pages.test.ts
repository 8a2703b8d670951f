import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { addArticle } from '../article/sample.ts';
import { startApp } from '../support/app.ts';
import { type Named, node } from './hit.ts';
import { addNarrative, addSurvey } from './sample.ts';

/** Hits of every kind, several equally good. */
function fill(db: Database): number {
  for (let place = 0; place < 15; place++) {
    const text = 'harbour '.repeat(1 + (place % 4));
    addNarrative(db, `n${place}`, { name: 'Narrative', summary: text });
    addSurvey(db, `s${place}`, { title: place % 3 ? 'Survey' : 'Harbour', question: text });
    addArticle(db, { slug: `a${place}`, title: 'Article', body: `${text} and ${'more '.repeat(place)}` });
  }
  return 45;
}

describe('pages', () => {
  test('following the cursors gives every hit once, in order, whatever the sizes of the pages', async () => {
    const app = await startApp({ isEmpty: true });
    const count = fill(app.db);
    const page = `query ($first: Int, $after: String) { search(query: "harbour", first: $first, after: $after) {
      totalCount edges { cursor node { ${node} } } nodes { ${node} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    const { search: whole } = await app.query(page, { first: 100 });
    expect(whole.nodes).toHaveLength(count);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 1, max: 20 })), async (sizes) => {
        const seen: Named[] = [];
        let after: string | null = null;
        for (const first of sizes) {
          const { search } = await app.query(page, { first, after });
          expect(search.totalCount).toBe(count);
          expect(search.edges.map((edge: { node: Named }) => edge.node)).toEqual(search.nodes);
          expect(search.pageInfo).toEqual({
            hasNextPage: seen.length + search.nodes.length < count,
            hasPreviousPage: after !== null,
            startCursor: search.edges.at(0).cursor,
            endCursor: search.edges.at(-1).cursor,
          });
          seen.push(...search.nodes);
          after = search.pageInfo.endCursor;
          if (!search.pageInfo.hasNextPage) break;
        }
        expect(seen).toEqual(whole.nodes);
      }),
      { numRuns: 12 },
    );
  });

  const query = `query ($query: String!, $types: [SearchType!], $first: Int, $after: String) {
    search(query: $query, types: $types, first: $first, after: $after) { edges { cursor } } }`;

  test.each([
    ['of another text', { query: 'harbours' }],
    ['of other kinds', { query: 'harbour', types: ['SURVEY'] }],
    ['of a text without a word', { query: '?' }],
  ])('a cursor is refused in a search %s', async (_name, other) => {
    const app = await startApp({ isEmpty: true });
    fill(app.db);
    const { search } = await app.query(query, { query: 'harbour', first: 1 });
    const reply = await app.post({ query, variables: { ...other, after: search.edges[0].cursor } });
    expect(reply.body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });

  test('a cursor is good for the same search in other words: spaces and the order of kinds do not matter', async () => {
    const app = await startApp({ isEmpty: true });
    fill(app.db);
    const { search } = await app.query(query, { query: 'harbour', types: ['SURVEY', 'ARTICLE'], first: 1 });
    const next = {
      query: ' "harbour" ',
      types: ['ARTICLE', 'SURVEY'],
      after: search.edges[0].cursor,
      first: 100,
    };
    expect((await app.query(query, next)).search.edges).toHaveLength(29);
  });

  test.each([
    ['first', { first: 0 }],
    ['first', { first: 101 }],
    ['first', { first: -1 }],
    ['after', { after: '' }],
    ['after', { after: 'nonsense' }],
    ['after', { after: Buffer.from('["search",1,2]').toString('base64url') }],
  ])('`%s` is refused in %j', async (argument, variables) => {
    const app = await startApp({ isEmpty: true });
    const reply = await app.post({ query, variables: { query: 'harbour', ...variables } });
    expect(reply.body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });

  test('without a letter or digit nothing is found', async () => {
    const app = await startApp({ isEmpty: true });
    fill(app.db);
    const { search } = await app.query(
      '{ search(query: "*") { totalCount edges { snippet } nodes { __typename } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
    );
    expect(search).toEqual({
      totalCount: 0,
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});

interface Page {
  totalCount: number;
  nodes: unknown[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

test('of what is found 1,000 are counted, and all can be reached', async () => {
  const app = await startApp({ isEmpty: true, costLimit: 0, rateLimitPoints: 0 });
  for (let place = 0; place < 1_030; place += 1) addNarrative(app.db, `n${place}`, { name: 'Same' });
  addSurvey(app.db, 's', { title: 'Same' });
  const page =
    'query ($after: String) { search(query: "same", first: 100, after: $after) { totalCount nodes { __typename } pageInfo { hasNextPage endCursor } } }';
  let after: string | undefined;
  let seen = 0;
  for (let isOver = false; !isOver; ) {
    const { search }: { search: Page } = await app.query(page, { after });
    expect(search.totalCount).toBe(1_000);
    seen += search.nodes.length;
    after = search.pageInfo.endCursor;
    isOver = !search.pageInfo.hasNextPage;
  }
  expect(seen).toBe(1_031);
});

test.each([
  // Nine looks into the indexes at most: three kinds, each in three places.
  ['{ search(query: "harbour", first: FIRST) { nodes { __typename } } }', 9 + 3],
  ['{ search(query: "harbour", first: FIRST) { totalCount nodes { __typename } } }', 9 + 3 + 3],
  [
    '{ search(query: "harbour", first: FIRST) { edges { snippet section { anchor } node { __typename } } } }',
    9 + 3 + 6,
  ],
  [
    '{ search(query: "harbour", first: FIRST, types: [ARTICLE]) { totalCount edges { snippet node { ... on Article { title } } } } }',
    3 + 1 + 1 + 4,
  ],
])('%s reads with a bounded number of statements however many are found', async (query, statements) => {
  const app = await startApp({ isEmpty: true });
  fill(app.db);
  for (const first of ['1', '10', '100']) {
    app.statements.length = 0;
    await app.query(query.replace('FIRST', first));
    const reads = app.statements.filter(
      (sql) => !/data_version|content_version|^begin|^commit|min\(case/.test(sql),
    );
    expect(reads.length, reads.join('\n')).toBeLessThanOrEqual(statements);
  }
});
