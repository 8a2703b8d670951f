import { describe, expect, test } from 'vitest';
import * as resolvers from '../../src/article/resolvers.ts';
import type { Database } from '../../src/db/client.ts';
import type { ArticleRow } from '../../src/db/tables/article.ts';
import { emptyDatabase } from '../support/database.ts';
import { articleOf, day, editor, narrativesOf, reader, slugsOf, surveysOf } from './rows.ts';
import { addArticle, addNarratives, addReportedSurvey } from './sample.ts';

describe('the list of articles', () => {
  function seeded(): Database {
    const db = emptyDatabase();
    addReportedSurvey(db, 'top', { a: 6000, b: 4000 });
    addReportedSurvey(db, 'coming', { a: 6000, b: 4000 }, 'DRAFT');
    addArticle(db, {
      slug: 'one',
      title: 'beta',
      publishedAt: day(1),
      category: 'Basics',
      survey: 'top',
      narratives: ['a'],
    });
    addArticle(db, { slug: 'two', title: 'Alpha', publishedAt: day(2), narratives: ['a', 'b'] });
    addArticle(db, { slug: 'three', title: 'Gamma', survey: 'coming' });
    addArticle(db, { slug: 'four', title: 'delta', publishedAt: day(3), survey: 'top', narratives: ['b'] });
    return db;
  }

  test.each([
    ['DATE', 'DESC', ['four', 'two', 'one', 'three']],
    ['DATE', 'ASC', ['three', 'one', 'two', 'four']],
    ['TITLE', 'ASC', ['two', 'one', 'four', 'three']],
    ['TITLE', 'DESC', ['three', 'four', 'one', 'two']],
  ] as const)('is ordered by %s %s', (field, direction, slugs) => {
    const list = resolvers.Query.articles({}, { orderBy: { field, direction } }, reader(seeded()));
    expect(slugsOf(list.rows)).toEqual(slugs);
  });

  test.each([
    [{ category: 'research' }, ['four', 'two', 'three']],
    [{ narrative: 'a' }, ['two', 'one']],
    [{ survey: 'top' }, ['four', 'one']],
    [{ survey: 'top', narrative: 'b', category: 'research' }, ['four']],
    [{ survey: 'top', narrative: null }, ['four', 'one']],
    [{ category: 'none' }, []],
    [{ narrative: 'none' }, []],
    [{ survey: 'none' }, []],
    [{ survey: 'coming' }, []],
  ])('is filtered by %j, and so is its total', (filter, slugs) => {
    const list = resolvers.Query.articles(
      {},
      { filter, orderBy: { field: 'DATE', direction: 'DESC' } },
      reader(seeded()),
    );
    expect([slugsOf(list.rows), list.count()]).toEqual([slugs, slugs.length]);
  });

  test('of a survey that is a draft is for those who may see it', () => {
    const list = resolvers.Query.articles(
      {},
      { filter: { survey: 'coming' }, orderBy: { field: 'DATE', direction: 'DESC' } },
      editor(seeded()),
    );
    expect(slugsOf(list.rows)).toEqual(['three']);
  });
});

describe('a draft', () => {
  function seeded(): Database {
    const db = emptyDatabase();
    addReportedSurvey(db, 'top', { a: 6000, b: 4000 });
    addArticle(db, { slug: 'seen', survey: 'top', narratives: ['a'] });
    addArticle(db, { slug: 'draft', category: 'Secret', survey: 'top', narratives: ['a'], isDraft: true });
    return db;
  }
  const paths: [string, (context: ReturnType<typeof reader>) => readonly string[] | undefined | number][] = [
    ['article', (context) => slugsOf([resolvers.Query.article({}, { slug: 'draft' }, context) ?? []].flat())],
    ['node', (context) => [...resolvers.nodes.Article(['seen', 'draft'], context).keys()]],
    [
      'articles',
      (context) =>
        slugsOf(
          resolvers.Query.articles({}, { orderBy: { field: 'TITLE', direction: 'ASC' } }, context).rows,
        ),
    ],
    [
      'articles.totalCount',
      (context) =>
        resolvers.Query.articles({}, { orderBy: { field: 'TITLE', direction: 'ASC' } }, context).count(),
    ],
    ['categories', (context) => slugsOf(resolvers.Query.categories({}, {}, context))],
    [
      'related',
      (context) => slugsOf(resolvers.Article.related(articleOf(context.db, 'seen'), { first: 3 }, context)),
    ],
    [
      'narrative.articles',
      (context) => slugsOf(resolvers.Narrative.articles(narrativesOf(context.db)[0], {}, context).rows),
    ],
    [
      'narrative.articles.totalCount',
      (context) => resolvers.Narrative.articles(narrativesOf(context.db)[0], {}, context).count(),
    ],
    [
      'survey.articles',
      (context) => slugsOf(resolvers.Survey.articles(surveysOf(context.db)[0], {}, context).rows),
    ],
    [
      'survey.articles.totalCount',
      (context) => resolvers.Survey.articles(surveysOf(context.db)[0], {}, context).count(),
    ],
  ];

  test.each(paths)('is not in %s for readers, and is for editors', (path, answer) => {
    const db = seeded();
    const isSecret = path === 'categories' ? 'secret' : 'draft';
    const [read, edited] = [answer(reader(db)), answer(editor(db))];
    expect([read, edited]).toEqual(
      typeof read === 'number'
        ? [1, 2]
        : [expect.not.arrayContaining([isSecret]), expect.arrayContaining([isSecret])],
    );
  });
});

describe('the number of statements', () => {
  test.each([2, 20, 40])('is the same for %i parents on every field', (size) => {
    const statements: string[] = [];
    const db = emptyDatabase({ onStatement: (text) => statements.push(text) });
    const names = Array.from({ length: size }, (_, index) => `n${index}`);
    addNarratives(db, ...names);
    for (const name of names) {
      addReportedSurvey(db, `s-${name}`, { [name]: 6000, n0: 4000 });
      addArticle(db, {
        slug: `x-${name}`,
        survey: `s-${name}`,
        narratives: [name, 'n0'].slice(0, name === 'n0' ? 1 : 2),
        body: '{{share:n0}}\n\n## A',
      });
    }
    const context = reader(db);
    const count = (read: () => void): number => {
      const before = statements.length;
      read();
      return statements.length - before;
    };
    const [narratives, surveys] = [narrativesOf(db), surveysOf(db)];
    const list = resolvers.Query.articles(
      {},
      { first: size, orderBy: { field: 'DATE', direction: 'DESC' } },
      context,
    ).rows;
    expect(list).toHaveLength(size);
    const forAll = (read: (row: ArticleRow) => unknown) =>
      count(() => {
        list.forEach((row) => {
          read(row);
        });
      });
    expect({
      narratives: count(() => {
        narratives.forEach((row) => {
          resolvers.Narrative.articles(row, { first: 2 }, context).rows.at(0);
        });
      }),
      totals: count(() => {
        narratives.forEach((row) => {
          resolvers.Narrative.articles(row, { first: 2 }, context).count();
        });
      }),
      surveys: count(() => {
        surveys.forEach((row) => {
          const articles = resolvers.Survey.articles(row, { first: 2 }, context);
          articles.rows.at(0);
          articles.count();
        });
      }),
      deeper: count(() => {
        const articles = narratives.flatMap(
          (row) => resolvers.Narrative.articles(row, { first: 2 }, context).rows,
        );
        for (const row of articles) resolvers.Article.category(row, {}, context);
      }),
      categories: forAll((row) => resolvers.Article.category(row, {}, context)),
      authors: forAll((row) => resolvers.Article.author(row, {}, context)),
      narrativesOfArticles: forAll((row) => resolvers.Article.narratives(row, {}, context)),
      related: forAll((row) => resolvers.Article.related(row, { first: 3 }, context)),
      sections: forAll((row) => resolvers.Article.sections(row, {}, context)),
      surveysOfArticles: forAll((row) => resolvers.Article.survey(row, {}, context)),
      bodies: forAll((row) => resolvers.Article.body(row, { format: 'HTML' }, context)),
    }).toEqual({
      narratives: 1,
      totals: 1,
      surveys: 2,
      deeper: 1,
      categories: 1,
      authors: 1,
      narrativesOfArticles: 1,
      related: 1,
      sections: 1,
      surveysOfArticles: 1,
      // The texts, and the results that fill their placeholders; surveys have been read.
      bodies: 2,
    });
  });
});
