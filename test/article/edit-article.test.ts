import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createArticle, publishArticle, updateArticle } from '../../src/article/edit-article.ts';
import { narrativesByArticleIds } from '../../src/article/part-queries.ts';
import { articleBySlug } from '../../src/article/queries.ts';
import type { Database } from '../../src/db/client.ts';
import { article, articleFaq, articleSection, articleText } from '../../src/db/tables/article.ts';
import { emptyDatabase } from '../support/database.ts';
import { addArticle, addReportedSurvey, now } from './sample.ts';

const editor = { actor: 'key:desk', now };

const input = {
  slug: 'news',
  title: 'News',
  excerpt: 'What is new.',
  category: 'Research',
  author: 'Desk',
  body: 'Text.',
};

/** Every text of the one article. */
const textsOf = (db: Database) => ({
  body: Object.fromEntries(
    db
      .select()
      .from(articleText)
      .all()
      .map(({ format, content }) => [format, content]),
  ),
  answers: db
    .select({ html: articleFaq.html })
    .from(articleFaq)
    .all()
    .map(({ html }) => html),
});

test('of two edits at once each leaves what the other changed', async () => {
  const db = emptyDatabase();
  addArticle(db, { slug: 'news', body: 'Old.', faqs: [{ question: 'Old?', answer: 'Old.' }] });
  const results = await Promise.all([
    updateArticle(db, { slug: 'news', body: '*New*.' }, editor),
    updateArticle(db, { slug: 'news', faqs: [{ question: 'New?', answer: '**New**.' }] }, editor),
  ]);
  expect(results).toEqual([
    expect.objectContaining({ slug: 'news' }),
    expect.objectContaining({ slug: 'news' }),
  ]);
  expect(textsOf(db)).toEqual({
    body: { MARKDOWN: '*New*.', HTML: '<p><em>New</em>.</p>', TEXT: 'New.' },
    answers: ['<p><strong>New</strong>.</p>'],
  });
});

test('of two edits of one text the last one is saved whole', async () => {
  const db = emptyDatabase();
  addArticle(db, { slug: 'news', body: 'Old.' });
  await Promise.all([
    updateArticle(db, { slug: 'news', body: 'First.' }, editor),
    updateArticle(db, { slug: 'news', body: '## Second\n\nText.' }, editor),
  ]);
  expect(textsOf(db).body).toEqual({
    MARKDOWN: '## Second\n\nText.',
    HTML: '<h2 id="second">Second</h2>\n<p>Text.</p>',
    TEXT: 'Second\n\nText.',
  });
  const sections = db.select({ heading: articleSection.heading }).from(articleSection).all();
  expect(sections).toEqual([{ heading: '' }, { heading: 'Second' }]);
});

test('of two that create one article at once the second is refused', async () => {
  const db = emptyDatabase();
  const [first, second] = await Promise.all([
    createArticle(db, { ...input, body: 'First.' }, editor),
    createArticle(db, { ...input, body: 'Second.' }, editor),
  ]);
  expect(first).toMatchObject({ slug: 'news' });
  expect(second).toMatchObject({ code: 'SLUG_TAKEN' });
  expect(textsOf(db).body).toMatchObject({ MARKDOWN: 'First.' });
});

test('publishing keeps a date that was given, and else takes the time', () => {
  const db = emptyDatabase();
  const given = Date.UTC(2020, 1, 2);
  addArticle(db, { slug: 'dated', isDraft: true, publishedAt: new Date(given).toISOString() });
  addArticle(db, { slug: 'undated', isDraft: true });
  const at = { ...editor, now: now + 1 };
  expect(publishArticle(db, 'dated', at)).toMatchObject({ status: 'PUBLISHED', publishedAt: given });
  expect(publishArticle(db, 'undated', at)).toMatchObject({ status: 'PUBLISHED', publishedAt: now + 1 });
});

test('null removes a disclaimer and a survey, and has the reading time counted; it leaves all else', async () => {
  const db = emptyDatabase();
  addReportedSurvey(db, 'top', { a: 6_000, b: 4_000 });
  const { disclaimer, survey, readingTimeMinutes, ...others } = {
    disclaimer: 'No advice.',
    survey: 'top',
    readingTimeMinutes: 7,
    title: 'A title',
    excerpt: 'An excerpt.',
    category: 'A category',
    author: 'An author',
    body: 'A text.',
    faqs: [{ question: 'Why?', answer: 'So.' }],
    narratives: ['a'],
  };
  addArticle(db, { slug: 'news', disclaimer, survey, readingTimeMinutes, ...others });
  const before = articleBySlug(db, 'news', true);
  const nulls = (values: object) => Object.fromEntries(Object.keys(values).map((key) => [key, null]));
  await updateArticle(db, { slug: 'news', ...nulls(others) }, editor);
  expect(articleBySlug(db, 'news', true)).toEqual(before);
  expect(narrativesByArticleIds(db, [1]).get(1)).toMatchObject([{ slug: 'a' }]);
  expect(textsOf(db)).toMatchObject({ body: { MARKDOWN: 'A text.' }, answers: ['<p>So.</p>'] });
  await updateArticle(db, { slug: 'news', ...nulls({ disclaimer, survey, readingTimeMinutes }) }, editor);
  const removed = { disclaimer: null, surveyId: null, readingTimeMinutes: 1 };
  expect(articleBySlug(db, 'news', true)).toEqual({ ...before, ...removed });
});

describe('what an edit does not give', () => {
  test('stays as it was rendered, and is not rendered again', async () => {
    const db = emptyDatabase();
    addArticle(db, { slug: 'news', body: 'Old.', faqs: [{ question: 'Old?', answer: 'Old.' }] });
    db.update(articleText).set({ content: 'as it was' }).where(eq(articleText.format, 'HTML')).run();
    db.update(articleFaq).set({ html: 'as it was' }).run();
    await updateArticle(db, { slug: 'news', body: null, faqs: null }, editor);
    publishArticle(db, 'news', editor);
    expect(textsOf(db)).toEqual({
      body: { MARKDOWN: 'Old.', HTML: 'as it was', TEXT: 'Old.' },
      answers: ['as it was'],
    });
  });

  test('does not make it fail, though it would be refused today', async () => {
    const db = emptyDatabase();
    addArticle(db, { slug: 'news', isDraft: true });
    db.update(articleText).set({ content: '# A heading for the title' }).run();
    expect(await updateArticle(db, { slug: 'news', excerpt: 'New.' }, editor)).toMatchObject({
      excerpt: 'New.',
    });
    expect(publishArticle(db, 'news', editor)).toMatchObject({ status: 'PUBLISHED', publishedAt: now });
    expect(db.select({ title: article.title }).from(article).where(eq(article.slug, 'news')).get()).toEqual({
      title: 'An article',
    });
  });
});

test('all that is wrong with an input is named: values, texts and answers, with the lines of the texts', async () => {
  const db = emptyDatabase();
  const faulty = {
    ...input,
    title: ' ',
    body: 'Text.\n\n# Title\n\n{{place:ai}}',
    faqs: [
      { question: 'q', answer: 'a' },
      { question: 'q', answer: 'x\n\n## ' },
    ],
  };
  expect(await createArticle(db, faulty, editor)).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['title'],
    faults: [
      { path: ['title'], line: null },
      { path: ['body'], line: 5, message: expect.stringContaining('there is none') },
      { path: ['body'], line: 3, message: expect.stringContaining('level 1') },
      { path: ['body'], line: 5, message: expect.stringContaining('not a placeholder') },
      { path: ['faqs', '1', 'answer'], line: 3, message: expect.stringContaining('empty') },
    ],
  });
  expect(textsOf(db).body).toEqual({});
});
