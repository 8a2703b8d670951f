import { expect, test } from 'vitest';
import { indexArticle } from '../../src/article/index-writes.ts';
import type { Database } from '../../src/db/client.ts';
import { article, articleNarrative, articleText, author, category } from '../../src/db/tables/article.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { series, survey, surveyOption } from '../../src/db/tables/survey.ts';
import { type App, startApp } from '../support/app.ts';

/** Inserts as many surveys and articles as narratives, each related to its neighbours. */
function fill(db: Database, parents: number): void {
  db.insert(series).values({ slug: 's', title: 'S' }).run();
  db.insert(category).values({ slug: 'c', name: 'C' }).run();
  db.insert(author).values({ name: 'A' }).run();
  for (let id = 1; id <= parents; id++) {
    db.insert(narrative)
      .values({
        id,
        slug: `n${id}`,
        name: `N ${id}`,
        shortName: `N${id}`,
        summary: '',
        keyPoints: '[]',
        relatedProjects: '[]',
        updatedAt: id,
      })
      .run();
    db.insert(survey)
      .values({
        id,
        slug: `s${id}`,
        title: `S ${id}`,
        question: '',
        seriesId: 1,
        edition: 1900 + id,
        state: 'OPEN',
        method: 'SINGLE_CHOICE',
        maxChoices: 1,
        resultSource: 'TALLIED',
        resultsVisibility: 'LIVE',
        isSample: false,
        ballots: 0,
        updatedAt: 0,
      })
      .run();
    db.insert(article)
      .values({
        id,
        slug: `a${id}`,
        title: `A word ${id}`,
        status: 'PUBLISHED',
        excerpt: '',
        categoryId: 1,
        authorId: 1,
        readingTimeMinutes: 1,
        updatedAt: 0,
        surveyId: id,
      })
      .run();
    db.insert(articleText).values({ articleId: id, format: 'HTML', content: '' }).run();
    indexArticle(db, id);
  }
  for (let id = 1; id <= parents; id++) {
    for (const step of [0, 1, 2]) {
      const narrativeId = ((id + step - 1) % parents) + 1;
      db.insert(surveyOption).values({ surveyId: id, narrativeId, position: step, votes: step }).run();
      db.insert(articleNarrative).values({ articleId: id, narrativeId, position: step }).run();
    }
  }
}

const queries = {
  'surveys with results, their narratives and articles': `query ($first: Int) { surveys(first: $first) { totalCount nodes {
      series { title } previousEdition { slug } options { name narrative { summary } } outcome { denominator }
      results { rank rankChange shareChange previous { rank } narrative { name articles(first: 2) { totalCount nodes { title author { name } category { name } } } } }
      articles(first: 2) { nodes { title } } } } }`,
  'narratives with results in surveys of a series': `query ($first: Int) { narratives(first: $first) { nodes {
      result(survey: "s1") { rank } results(first: 3) { totalCount nodes { rank survey { title series { slug } results { share } } } } articles { nodes { survey { title } } } } } }`,
  'articles with narratives, survey and related': `query ($first: Int) { articles(first: $first) { nodes {
      category { name } author { name } body sections { body } narratives { name results(first: 2) { nodes { rank } } } survey { results { rank narrative { name } } } related { title related { title } } } } }`,
  'a search with the relations of its results': `query ($first: Int) { search(query: "word", first: $first) { totalCount edges { snippet node {
      ... on Article { title category { name } narratives { name articles(first: 2) { nodes { title } } } } } } } }`,
};

const statementsOf = async (app: App, query: string, first: number): Promise<number> => {
  app.statements.length = 0;
  const data = await app.query(query, { first });
  const [connection] = Object.values<{ nodes?: unknown[]; edges?: unknown[] }>(data);
  expect(connection?.nodes ?? connection?.edges).toHaveLength(first);
  return app.statements.length;
};

test.each(Object.entries(queries))('%s: 40 parents need as many statements as 20', async (_name, query) => {
  const app = await startApp({ isEmpty: true, costLimit: 0, rateLimitPoints: 0 });
  // One more than the larger page: then neither page reads further than it must.
  fill(app.db, 41);
  const forTwenty = await statementsOf(app, query, 20);
  expect(await statementsOf(app, query, 40)).toBe(forTwenty);
  expect(forTwenty).toBeLessThanOrEqual(20);
});
