import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as resolvers from '../../src/article/resolvers.ts';
import { type ArticleRow, article } from '../../src/db/tables/article.ts';
import { type Connection, connectionFields } from '../../src/graphql/connection.ts';
import { emptyDatabase } from '../support/database.ts';
import { day, narrativesOf, reader, slugsOf, surveysOf } from './rows.ts';
import { addArticle, addReportedSurvey } from './sample.ts';

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
