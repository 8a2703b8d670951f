import { describe, expect, test } from 'vitest';
import { addArticle } from '../article/sample.ts';
import { type App, startApp } from '../support/app.ts';
import { type Named, node } from './hit.ts';
import { addNarrative, addSurvey } from './sample.ts';

/** What a search finds, such as `Article one`, the best first. */
async function found(app: App, query: string, types?: string[]): Promise<string[]> {
  const { search } = await app.query(
    `query ($query: String!, $types: [SearchType!]) { search(query: $query, types: $types) { totalCount nodes { ${node} } } }`,
    { query, types },
  );
  expect(search.totalCount).toBe(search.nodes.length);
  return search.nodes.map(({ __typename, slug }: Named) => `${__typename} ${slug}`);
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
