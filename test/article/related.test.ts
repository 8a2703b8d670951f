import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relatedByArticleIds } from '../../src/article/list-queries.ts';
import * as resolvers from '../../src/article/resolvers.ts';
import { emptyDatabase } from '../support/database.ts';
import { articleOf, day, reader, slugsOf } from './rows.ts';
import { addArticle, addReportedSurvey } from './sample.ts';

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
