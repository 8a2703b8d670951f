import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { addArticle, addReportedSurvey } from '../article/sample.ts';
import { type App, startApp } from '../support/app.ts';
import { addNarrative, addSurvey } from './sample.ts';

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
  test('titles come before headings, and headings before texts', async () => {
    const app = await startApp({ isEmpty: true });
    addArticle(app.db, { slug: 'text', title: 'Of money', body: 'Rollups, rollups and again rollups.' });
    addArticle(app.db, { slug: 'heading', title: 'Of time', body: '## Rollups\n\nText.' });
    addNarrative(app.db, 'title', { name: 'Rollups', summary: 'Of something else and of nothing more.' });
    addSurvey(app.db, 'neither', { title: 'Money', question: 'Which?' });
    expect(await found(app, 'rollups')).toEqual(['Narrative title', 'Article heading', 'Article text']);
  });

  test('among equals narratives come first, then surveys, then articles, the last added first', async () => {
    const app = await startApp({ isEmpty: true });
    for (const slug of ['one', 'two']) {
      addArticle(app.db, { slug, title: 'Same' });
      addSurvey(app.db, slug, { title: 'Same' });
      addNarrative(app.db, slug, { name: 'Same' });
    }
    const order = [
      'Narrative two',
      'Narrative one',
      'Survey two',
      'Survey one',
      'Article two',
      'Article one',
    ];
    expect(await found(app, 'same')).toEqual(order);
  });

  test('only the kinds that were asked for are found, all of them when none is named', async () => {
    const app = await startApp({ isEmpty: true });
    addNarrative(app.db, 'n', { name: 'Same' });
    addSurvey(app.db, 's', { title: 'Same' });
    addArticle(app.db, { slug: 'a', title: 'Same' });
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
    addArticle(app.db, { slug: 'a', title: 'Same', isDraft: true });
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
    addArticle(app.db, { slug: 'one', title: 'Long', body: `${filler}harbour ${filler}` });
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
    ['\u0002 a \u0003 harbour \u0002', 'a <mark>harbour</mark>'],
    ['harbour\n\n  master', '<mark>harbour</mark> master'],
    ['</mark>harbour', '&lt;/mark&gt;<mark>harbour</mark>'],
  ])('a title %j comes as %j', async (name, snippet) => {
    const app = await startApp({ isEmpty: true });
    addNarrative(app.db, 'one', { name });
    expect(await snippetOf(app, 'harbour')).toBe(snippet);
  });

  test('the words stand together where the text has them together', async () => {
    const app = await startApp({ isEmpty: true });
    const filler = 'lorem ipsum '.repeat(60);
    addArticle(app.db, { title: 'Long', body: `harbour ${filler} cafe ${filler} a harbour cafe. ${filler}` });
    expect(await snippetOf(app, 'cafe harbour')).toContain('a <mark>harbour</mark> <mark>cafe</mark>.');
  });

  test('a text without spaces is cut as well, and not between the halves of a character', async () => {
    const app = await startApp({ isEmpty: true });
    addNarrative(app.db, 'one', {
      name: 'One',
      summary: `${'海🚢'.repeat(200)} harbour ${'海🚢'.repeat(200)}`,
    });
    const snippet = await snippetOf(app, 'harbour');
    expect(snippet).toMatch(/^….*<mark>harbour<\/mark>.*…$/u);
    expect(snippet.length).toBeLessThan(300);
    expect(snippet.isWellFormed()).toBe(true);
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

describe('the section of a hit', () => {
  const sectionOf = async (app: App, query: string) => {
    const { search } = await app.query(
      'query ($query: String!) { search(query: $query) { edges { snippet section { anchor heading } } } }',
      { query },
    );
    return search.edges[0];
  };

  async function seeded(): Promise<App> {
    const app = await startApp({ isEmpty: true });
    addReportedSurvey(app.db, 'top', { depin: 6000 });
    addArticle(app.db, {
      title: 'The awards',
      excerpt: 'What the community said.',
      survey: 'top',
      body: 'Before any heading.\n\n## The vote\n\nHow it was run: {{share:depin}} of all.\n\n### Rules\n\nOne vote each, by the community.\n\n## Rollups\n\nThey take load off the chain by rules.',
      faqs: [{ question: 'Who counts?', answer: 'The *database*.' }],
    });
    return app;
  }

  test.each([
    ['rollups', 'rollups', 'Rollups', '<mark>Rollups</mark> – They take load off the chain by rules.'],
    ['run', 'the-vote', 'The vote', 'The vote – How it was <mark>run</mark>: of all.'],
    ['each vote', 'rules', 'Rules', 'Rules – One <mark>vote</mark> <mark>each</mark>, by the community.'],
    [
      'load rules',
      'rollups',
      'Rollups',
      'Rollups – They take <mark>load</mark> off the chain by <mark>rules</mark>.',
    ],
  ])('of %j is the first one with all words: %s', async (query, anchor, heading, snippet) => {
    expect(await sectionOf(await seeded(), query)).toEqual({ section: { anchor, heading }, snippet });
  });

  test('is the one with most words where none has all', async () => {
    const app = await seeded();
    expect((await sectionOf(app, 'before chain load')).section).toEqual({
      anchor: 'rollups',
      heading: 'Rollups',
    });
  });

  test.each([
    ['its title', 'awards', 'The <mark>awards</mark>'],
    ['its excerpt', 'community what', '<mark>What</mark> the <mark>community</mark> said.'],
    ['the text before its first heading', 'heading', 'Before any <mark>heading</mark>.'],
    ['a question', 'database', 'Who counts? – The <mark>database</mark>.'],
  ])('is null where an article is found in %s', async (_name, query, snippet) => {
    expect(await sectionOf(await seeded(), query)).toEqual({ section: null, snippet });
  });

  test('is null for narratives and surveys', async () => {
    const app = await startApp({ isEmpty: true });
    addNarrative(app.db, 'one', { name: 'One', summary: 'Same.' });
    addSurvey(app.db, 'one', { title: 'One', description: 'Same.' });
    const { search } = await app.query('{ search(query: "same") { edges { snippet section { anchor } } } }');
    expect(search.edges).toEqual(Array(2).fill({ snippet: '<mark>Same</mark>.', section: null }));
  });
});

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
