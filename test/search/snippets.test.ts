import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addArticle, addReportedSurvey } from '../article/sample.ts';
import { type App, startApp } from '../support/app.ts';
import { addNarrative, addSurvey } from './sample.ts';

async function snippetOf(app: App, query: string): Promise<string> {
  const { search } = await app.query(
    'query ($query: String!) { search(query: $query, first: 1) { edges { snippet } } }',
    { query },
  );
  return search.edges[0].snippet;
}

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
