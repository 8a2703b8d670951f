import { expect, test } from 'vitest';
import type { ArticleInput } from '../../src/article/article-input.ts';
import { categorySlug, readingTime, saveArticle } from '../../src/article/save-article.ts';
import type { Database } from '../../src/db/client.ts';
import {
  article,
  articleFaq,
  articleNarrative,
  articleSection,
  articleText,
  author,
  category,
} from '../../src/db/tables/article.ts';
import { UnknownReferenceError } from '../../src/db/unknown-reference-error.ts';
import { rendererVersion } from '../../src/text/renderer.ts';
import { emptyDatabase } from '../support/database.ts';
import { articleTexts } from '../support/rendered.ts';
import { addNarratives, addReportedSurvey, inputOf, now } from './sample.ts';

const rowsOf = (db: Database) =>
  [article, articleSection, articleNarrative, category, author, articleText, articleFaq].map((table) =>
    db.select().from(table).all(),
  );

const input = {
  slug: 'awards',
  survey: 'top',
  narratives: ['b', 'a'],
  body: 'Intro: {{share:a}}.\n\n## One\n\n*Text* of one.\n',
  faqs: [{ question: 'Why?', answer: 'Because of **{{rank:a}}**.' }],
};

function saveInput(db: Database, input: ArticleInput, at: number): void {
  saveArticle(db, input, articleTexts(input), at);
}

function database(): Database {
  const db = emptyDatabase();
  addReportedSurvey(db, 'top', { a: 6000, b: 4000 });
  return db;
}

test('an article that is saved twice has the same rows', () => {
  const db = database();
  saveInput(db, inputOf(input), now);
  const rows = rowsOf(db);
  expect(rows.map((all) => all.length)).toEqual([1, 2, 2, 1, 1, 3, 1]);
  saveInput(db, inputOf(input), now);
  expect(rowsOf(db)).toEqual(rows);
});

test('an article that is saved again has its new text only, and its id', () => {
  const db = database();
  saveInput(db, inputOf(input), now);
  saveInput(db, inputOf({ slug: 'awards', title: 'New', body: 'New text.' }), now + 1);
  const [articles, sections, narratives, , , texts, faqs] = rowsOf(db);
  expect(articles).toMatchObject([
    { id: 1, title: 'New', surveyId: null, updatedAt: now + 1, renderedBy: rendererVersion },
  ]);
  expect(sections).toMatchObject([{ position: 0, textStart: 0, textEnd: 9 }]);
  expect(narratives).toEqual([]);
  expect(texts).toEqual([
    { articleId: 1, format: 'MARKDOWN', content: 'New text.' },
    { articleId: 1, format: 'HTML', content: '<p>New text.</p>' },
    { articleId: 1, format: 'TEXT', content: 'New text.' },
  ]);
  expect(faqs).toEqual([]);
});

test('stored texts keep their placeholders', () => {
  const db = database();
  saveInput(db, inputOf(input), now);
  expect(db.select().from(articleFaq).all()).toEqual([
    {
      articleId: 1,
      position: 0,
      question: 'Why?',
      markdown: 'Because of **{{rank:a}}**.',
      html: '<p>Because of <strong>{{rank:a}}</strong>.</p>',
      text: 'Because of {{rank:a}}.',
    },
  ]);
});

test.each([
  ['survey', { ...input, survey: 'none' }, 'survey', 'none'],
  ['narrative', { ...input, narratives: ['a', 'none'] }, 'narratives', 'none'],
  ['option in the body', { ...input, body: '{{rank:none}}' }, 'body', 'none'],
  [
    'option in an answer',
    { ...input, faqs: [{ question: 'q', answer: '{{share:none}}' }] },
    'faqs.0.answer',
    'none',
  ],
])('an unknown %s is refused before anything is written', (_name, unknown, field, slug) => {
  const db = database();
  const save = () => saveInput(db, inputOf(unknown), now);
  expect(save).toThrow(UnknownReferenceError);
  expect(save).toThrow(expect.objectContaining({ field, slug }));
  expect(rowsOf(db).flat()).toEqual([]);
});

test('articles share the category with the same slug, and the newest spelling of its name is stored', () => {
  const db = emptyDatabase();
  addNarratives(db, 'a');
  saveInput(db, inputOf({ slug: 'x', category: 'crypto basics' }), now);
  saveInput(db, inputOf({ slug: 'y', category: 'Crypto Basics' }), now);
  expect(db.select().from(category).all()).toEqual([{ id: 1, slug: 'crypto-basics', name: 'Crypto Basics' }]);
});

test.each([
  ['Crypto Basics', 'crypto-basics'],
  ['Research & Development', 'research-development'],
  ['«Économie»', 'economie'],
])('the category %s has the slug %s', (name, slug) => {
  expect(categorySlug(name)).toBe(slug);
});

test.each([
  [0, 1],
  [200, 1],
  [201, 2],
  [2000, 10],
])('%i words take %i minutes', (words, minutes) => {
  expect(readingTime('word '.repeat(words))).toBe(minutes);
});
