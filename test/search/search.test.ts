import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { type App, startApp } from '../support/app.ts';
import { addArticle, addNarrative, addSurvey } from './sample.ts';

const node = '__typename ... on Narrative { slug } ... on Survey { slug } ... on Article { slug }';

interface Named {
  __typename: string;
  slug: string;
}

/** What a search finds, such as `Article one`, the best first. */
async function found(app: App, query: string, types?: string[]): Promise<string[]> {
  const { search } = await app.query(
    `query ($query: String!, $types: [SearchType!]) { search(query: $query, types: $types) { totalCount nodes { ${node} } } }`,
    { query, types },
  );
  expect(search.totalCount).toBe(search.nodes.length);
  return search.nodes.map(({ __typename, slug }: Named) => `${__typename} ${slug}`);
}

async function snippetOf(app: App, query: string): Promise<string> {
  const { search } = await app.query(
    'query ($query: String!) { search(query: $query, first: 1) { edges { snippet } } }',
    { query },
  );
  return search.edges[0].snippet;
}

describe('ranking', () => {
  test('a word in a title counts more than the same word in a text', async () => {
    const app = await startApp({ isEmpty: true });
    addArticle(app.db, 'text', { title: 'Of money', searchText: 'Rollups, rollups and again rollups.' });
    addNarrative(app.db, 'title', { name: 'Rollups', summary: 'Of something else and of nothing more.' });
    addSurvey(app.db, 'neither', { title: 'Money', question: 'Which?' });
    expect(await found(app, 'rollups')).toEqual(['Narrative title', 'Article text']);
  });

  test('what is equally good comes in a fixed order', async () => {
    const app = await startApp({ isEmpty: true });
    for (const slug of ['one', 'two']) {
      addArticle(app.db, slug, { title: 'Same' });
      addSurvey(app.db, slug, { title: 'Same' });
      addNarrative(app.db, slug, { name: 'Same' });
    }
    const order = [
      'Narrative one',
      'Survey one',
      'Article one',
      'Narrative two',
      'Survey two',
      'Article two',
    ];
    expect(await found(app, 'same')).toEqual(order);
  });

  test('only the kinds that were asked for are found, all of them when none is named', async () => {
    const app = await startApp({ isEmpty: true });
    addNarrative(app.db, 'n', { name: 'Same' });
    addSurvey(app.db, 's', { title: 'Same' });
    addArticle(app.db, 'a', { title: 'Same' });
    expect(await found(app, 'same', ['ARTICLE', 'NARRATIVE', 'ARTICLE'])).toEqual([
      'Narrative n',
      'Article a',
    ]);
    expect(await found(app, 'same', ['SURVEY'])).toEqual(['Survey s']);
    expect(await found(app, 'same', [])).toEqual(['Narrative n', 'Survey s', 'Article a']);
  });

  test('drafts are not found, even by those who see drafts', async () => {
    const app = await startApp({ isEmpty: true });
    addSurvey(app.db, 's', { title: 'Same', state: 'DRAFT' });
    addArticle(app.db, 'a', { title: 'Same', status: 'DRAFT' });
    expect(await found(app, 'same')).toEqual([]);
  });
});

describe('snippets', () => {
  test('the words that were found stand in <mark>, as they are written in the text', async () => {
    const app = await startApp({ isEmpty: true });
    addNarrative(app.db, 'one', { name: 'One', summary: 'A CAFÉ near the harbour; cafés elsewhere.' });
    expect(await snippetOf(app, 'cafe')).toBe(
      'A <mark>CAFÉ</mark> near the harbour; <mark>cafés</mark> elsewhere.',
    );
    expect(await snippetOf(app, 'harbour cafe')).toBe(
      'A <mark>CAFÉ</mark> near the <mark>harbour</mark>; <mark>cafés</mark> elsewhere.',
    );
  });

  test('a long text is cut to the passage', async () => {
    const app = await startApp({ isEmpty: true });
    const filler = 'lorem ipsum '.repeat(200);
    addArticle(app.db, 'one', { title: 'Long', searchText: `${filler}harbour ${filler}` });
    const snippet = await snippetOf(app, 'harbour');
    expect(snippet).toMatch(/^….*<mark>harbour<\/mark>.*…$/);
    expect(snippet.length).toBeLessThan(300);
  });

  test.each([
    [
      '<script>alert("harbour")</script>',
      '&lt;script&gt;alert(&quot;<mark>harbour</mark>&quot;)&lt;/script&gt;',
    ],
    ['<img src=x onerror=harbour>', '&lt;img src=x onerror=<mark>harbour</mark>&gt;'],
    ["Tom & harbour's <mark>", 'Tom &amp; <mark>harbour</mark>&#39;s &lt;mark&gt;'],
    ['&lt;harbour&gt;', '&amp;lt;<mark>harbour</mark>&amp;gt;'],
    ['\u0002 a \u0003 harbour \u0002', '<mark> a </mark> <mark>harbour</mark> '],
    ['\u0003\u0002harbour\u0002', '<mark>harbour</mark>'],
    ['</mark>harbour', '&lt;/mark&gt;<mark>harbour</mark>'],
  ])('a title %j comes as %j', async (name, snippet) => {
    const app = await startApp({ isEmpty: true });
    addNarrative(app.db, 'one', { name });
    expect(await snippetOf(app, 'harbour')).toBe(snippet);
  });

  test('no text can bring in markup of its own', async () => {
    const app = await startApp({ isEmpty: true });
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '\u0002',
      '\u0003',
      'harbour',
      ' ',
      'b',
      '</mark>',
      '<mark>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        app.db.$client.exec('delete from narrative');
        addNarrative(app.db, 'one', { name: 'harbour', summary: pieces.join('') });
        const snippet = await snippetOf(app, 'harbour');
        const rest = snippet
          .replaceAll(/<mark>[^<>]*<\/mark>/g, '')
          .replaceAll(/&(amp|lt|gt|quot|#39);/g, '');
        expect(rest).not.toMatch(/[<>"'&\p{Cc}]/u);
      }),
      { numRuns: 40 },
    );
  });
});

/** Hits of every kind, several equally good. */
function fill(db: Database): number {
  for (let place = 0; place < 15; place++) {
    const text = 'harbour '.repeat(1 + (place % 4));
    addNarrative(db, `n${place}`, { name: 'Narrative', summary: text });
    addSurvey(db, `s${place}`, { title: place % 3 ? 'Survey' : 'Harbour', question: text });
    addArticle(db, `a${place}`, { title: 'Article', searchText: `${text} and ${'more '.repeat(place)}` });
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

test.each([
  ['{ search(query: "harbour", first: FIRST) { nodes { __typename } } }', 4],
  ['{ search(query: "harbour", first: FIRST) { totalCount nodes { __typename } } }', 5],
  ['{ search(query: "harbour", first: FIRST) { edges { snippet node { __typename } } } }', 5],
  [
    '{ search(query: "harbour", first: FIRST, types: [ARTICLE]) { totalCount edges { snippet node { ... on Article { title } } } } }',
    4,
  ],
])('%s reads with the same statements however many are found', async (query, statements) => {
  const app = await startApp({ isEmpty: true });
  fill(app.db);
  for (const first of ['1', '10', '100']) {
    app.statements.length = 0;
    await app.query(query.replace('FIRST', first));
    const reads = app.statements.filter(
      (sql) => !/data_version|content_version|^begin|^commit|min\(case/.test(sql),
    );
    expect(reads, reads.join('\n')).toHaveLength(statements);
  }
});
