import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relatedByArticleIds } from '../../src/article/list-queries.ts';
import { articlesBySlugs } from '../../src/article/queries.ts';
import * as resolvers from '../../src/article/resolvers.ts';
import type { Database } from '../../src/db/client.ts';
import { type ArticleRow, article } from '../../src/db/tables/article.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey } from '../../src/db/tables/survey.ts';
import { asBatch } from '../../src/graphql/batch.ts';
import { type Connection, connectionFields } from '../../src/graphql/connection.ts';
import { contextFor } from '../support/context.ts';
import { emptyDatabase } from '../support/database.ts';
import { addArticle, addNarratives, addReportedSurvey } from './sample.ts';

const reader = (db: Database) => contextFor({ db, seesDrafts: false });
const editor = (db: Database) => contextFor({ db, seesDrafts: true });
const slugsOf = (rows: readonly { slug: string }[] | undefined) => rows?.map(({ slug }) => slug);

function articleOf(db: Database, slug: string): ArticleRow {
  const row = articlesBySlugs(db, [slug], true).get(slug);
  if (row === undefined) throw new Error(`The test has no article ${slug}.`);
  return row;
}

function rowsOf<Row extends object>(rows: Row[]): [Row, ...Row[]] {
  const [first, ...rest] = asBatch(rows);
  if (first === undefined) throw new Error('The test has no rows.');
  return [first, ...rest];
}

const narrativesOf = (db: Database) => rowsOf(db.select().from(narrative).all());
const surveysOf = (db: Database) => rowsOf(db.select().from(survey).all());
const day = (date: number) => new Date(Date.UTC(2024, 0, date)).toISOString();

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

describe('related articles', () => {
  test('are those of the same survey, then with most narratives in common, then of the same category, then the rest', () => {
    const db = emptyDatabase();
    addReportedSurvey(db, 'top', { a: 6000, b: 4000 });
    const me = { category: 'Basics', survey: 'top', narratives: ['a', 'b'] };
    addArticle(db, { slug: 'me', ...me });
    addArticle(db, { slug: 'rest-new', title: 'X', publishedAt: day(9) });
    addArticle(db, { slug: 'rest-b', title: 'b' });
    addArticle(db, { slug: 'rest-a', title: 'A' });
    addArticle(db, { slug: 'category', category: 'Basics', publishedAt: day(2) });
    addArticle(db, { slug: 'one-old', narratives: ['a'], publishedAt: day(1) });
    addArticle(db, { slug: 'one-new', narratives: ['b'], publishedAt: day(2) });
    addArticle(db, { slug: 'both', narratives: ['b', 'a'] });
    addArticle(db, { slug: 'survey', survey: 'top' });
    addArticle(db, { slug: 'survey-one', survey: 'top', narratives: ['a'] });
    addArticle(db, { slug: 'draft', ...me, isDraft: true });
    expect(slugsOf(resolvers.Article.related(articleOf(db, 'me'), { first: 100 }, reader(db)))).toEqual([
      'survey-one',
      'survey',
      'both',
      'one-new',
      'one-old',
      'category',
      'rest-new',
      'rest-a',
      'rest-b',
    ]);
    expect(slugsOf(resolvers.Article.related(articleOf(db, 'me'), { first: 2 }, reader(db)))).toEqual([
      'survey-one',
      'survey',
    ]);
  });

  test('are, for any library and any number, the first of all articles under that order', () => {
    const shape = fc.record({
      category: fc.constantFrom('C', 'D'),
      survey: fc.constantFrom(null, 'top', 'other'),
      narratives: fc.subarray(['a', 'b', 'c']),
      publishedAt: fc.constantFrom(null, day(1), day(2)),
      isDraft: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(shape, { minLength: 2, maxLength: 16 }),
        fc.integer({ min: 1, max: 5 }),
        (shapes, limit) => {
          const db = emptyDatabase();
          addReportedSurvey(db, 'top', { a: 6000, b: 4000 });
          addReportedSurvey(db, 'other', { b: 6000, c: 4000 });
          shapes.forEach((each, index) => {
            addArticle(db, { ...each, slug: `n${index}` });
          });
          const visible = shapes
            .map((each, index) => ({ ...each, slug: `n${index}`, id: index + 1 }))
            .filter(({ isDraft }) => !isDraft);
          const found = relatedByArticleIds(
            db,
            visible.map(({ id }) => id),
            limit,
            false,
          );
          for (const parent of visible) {
            const rank = (other: (typeof visible)[number]): (number | string)[] => [
              parent.survey !== null && other.survey === parent.survey ? 0 : 1,
              -other.narratives.filter((slug) => parent.narratives.includes(slug)).length,
              other.category === parent.category ? 0 : 1,
              -Date.parse(other.publishedAt ?? new Date(0).toISOString()),
              -other.id,
            ];
            const expected = visible
              .filter(({ id }) => id !== parent.id)
              .toSorted((left, right) => compared(rank(left), rank(right)))
              .slice(0, limit);
            expect(slugsOf(found.get(parent.id) ?? [])).toEqual(slugsOf(expected));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

function compared(left: (number | string)[], right: (number | string)[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return (left[at] ?? 0) < (right[at] ?? 0) ? -1 : 1;
}

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

describe('walking a list page by page', () => {
  interface Walk {
    list: 'articles by date' | 'articles by title' | 'narrative' | 'survey';
    isBackward: boolean;
    sizes: number[];
    titles: string[];
    /** Before which page which article is removed, and where one is added. */
    changes: { removed: number; title: string; date: number }[];
  }
  const dateOf = (title: string) => day((title.charCodeAt(0) % 5) + 1);

  test('shows every article that stayed once, in order, whatever is added or removed on the way', () => {
    const walks: fc.Arbitrary<Walk> = fc.record({
      list: fc.constantFrom('articles by date', 'articles by title', 'narrative', 'survey'),
      isBackward: fc.boolean(),
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      titles: fc.array(fc.constantFrom('a', 'A', 'b', 'B', 'c', 'ä', 'z'), { maxLength: 14 }),
      changes: fc.array(
        fc.record({
          removed: fc.nat(14),
          title: fc.constantFrom('a', 'B', 'z'),
          date: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(walks, ({ list, isBackward, sizes, titles, changes }) => {
        const db = emptyDatabase();
        addReportedSurvey(db, 'top', { a: 6000, b: 4000 });
        const add = (slug: string, title: string, publishedAt: string) =>
          addArticle(db, { slug, title, publishedAt, survey: 'top', narratives: ['a'] });
        titles.forEach((title, index) => {
          add(`n${index}`, title, dateOf(title));
        });
        const read = (args: object): Connection<ArticleRow> => {
          if (list === 'narrative')
            return resolvers.Narrative.articles(narrativesOf(db)[0], args, reader(db));
          if (list === 'survey') return resolvers.Survey.articles(surveysOf(db)[0], args, reader(db));
          const field = list === 'articles by date' ? 'DATE' : 'TITLE';
          return resolvers.Query.articles({}, { ...args, orderBy: { field, direction: 'DESC' } }, reader(db));
        };
        const before = slugsOf(read({ first: 100 }).rows) ?? [];
        const seen: string[] = [];
        let cursor: string | null | undefined;
        for (let index = 0; ; index++) {
          const size = sizes[index % sizes.length];
          const page = read(isBackward ? { last: size, before: cursor } : { first: size, after: cursor });
          const slugs = slugsOf(page.rows) ?? [];
          seen.splice(isBackward ? 0 : seen.length, 0, ...slugs);
          const info = connectionFields.pageInfo(page);
          cursor = isBackward ? info.startCursor : info.endCursor;
          if (!(isBackward ? info.hasPreviousPage : info.hasNextPage)) break;
          const change = changes[index];
          if (change === undefined) continue;
          db.delete(article)
            .where(eq(article.slug, `n${change.removed}`))
            .run();
          add(`added-${index}`, change.title, day(change.date));
        }
        expect(new Set(seen).size).toBe(seen.length);
        const stayed = (slug: string) => resolvers.nodes.Article([slug], reader(db)).has(slug);
        expect(seen.filter((slug) => slug.startsWith('n') && stayed(slug))).toEqual(before.filter(stayed));
      }),
      { numRuns: 60 },
    );
  });
});
