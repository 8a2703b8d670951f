import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { renderOutdated } from '../../src/content/render-outdated.ts';
import type { Database } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { article, articleFaq, articleSection, articleText } from '../../src/db/tables/article.ts';
import { surveyDescription } from '../../src/db/tables/survey.ts';
import { rendererVersion } from '../../src/text/renderer.ts';
import { addArticle, addReportedSurvey } from '../article/sample.ts';
import { emptyDatabase } from '../support/database.ts';
import { databaseBefore } from '../support/old-database.ts';
import { hostileMarkdown } from '../text/hostile-markdown.ts';

const { 'a table whose rows are shorter than its header': wideTable } = hostileMarkdown;

/** As the version before texts had tables of their own would have left it. */
function formerDatabase(): Database {
  const db = databaseBefore('texts');
  const faqs = JSON.stringify([
    { question: 'One?', markdown: '*One*.', html: '<p><em>One</em>.</p>', text: 'One.' },
    { question: 'Two?', markdown: 'Two.', html: '<p>Two.</p>', text: 'Two.' },
  ]);
  db.$client.exec(`insert into category values (1, 'c', 'C'); insert into author values (1, 'A')`);
  const addArticle = db.$client.prepare(
    `insert into article (slug, title, status, excerpt, category_id, author_id, reading_time_minutes, updated_at, markdown, search_text, faqs)
     values (?, 'T', 'PUBLISHED', 'E', 1, 1, 1, 7, ?, 'found', ?)`,
  );
  addArticle.run('plain', 'Intro.\n\n## One\n\nText.', faqs);
  addArticle.run('wide', wideTable?.(20_000), '[]');
  const addSurvey = db.$client.prepare(
    `insert into survey (slug, title, question, description, state, method, max_choices, result_source, results_visibility, is_sample, ballots, updated_at)
     values (?, 'T', 'Q', ?, 'OPEN', 'SINGLE_CHOICE', 1, 'TALLIED', 'LIVE', 0, 0, 7)`,
  );
  addSurvey.run('none', null);
  addSurvey.run('short', 'How *it* <b>was</b>.');
  addSurvey.run('wide', wideTable?.(9_900));
  return db;
}

describe('a database of an earlier version', () => {
  test('has every text rendered once it is migrated, and those that cannot be as they were written', async () => {
    const db = formerDatabase();
    expect(migrate(db)).toBeGreaterThan(0);
    expect(await renderOutdated(db)).toEqual({
      rendered: 4,
      unrendered: [
        { kind: 'survey', slug: 'wide', reason: expect.stringMatching(/^Up to this table/) },
        { kind: 'article', slug: 'wide', reason: expect.any(String) },
      ],
    });
    const [short, wide] = db.select().from(surveyDescription).all();
    expect(short).toEqual({
      surveyId: 2,
      markdown: 'How *it* <b>was</b>.',
      html: '<p>How <em>it</em> was.</p>',
      text: 'How it was.',
      renderedBy: rendererVersion,
    });
    expect(wide).toMatchObject({ surveyId: 3, html: `<pre>${wide?.markdown}</pre>`, text: wide?.markdown });
    expect(db.select().from(articleText).orderBy(articleText.articleId, articleText.format).all()).toEqual([
      { articleId: 1, format: 'HTML', content: '<p>Intro.</p>\n<h2 id="one">One</h2>\n<p>Text.</p>' },
      { articleId: 1, format: 'MARKDOWN', content: 'Intro.\n\n## One\n\nText.' },
      { articleId: 1, format: 'TEXT', content: 'Intro.\n\nOne\n\nText.' },
      { articleId: 2, format: 'HTML', content: `<pre>${wideTable?.(20_000)}</pre>` },
      { articleId: 2, format: 'MARKDOWN', content: wideTable?.(20_000) },
      { articleId: 2, format: 'TEXT', content: wideTable?.(20_000) },
    ]);
    expect(db.select().from(articleSection).all()).toMatchObject([
      { articleId: 1, level: 0, anchor: '', htmlStart: 0, htmlEnd: 13 },
      { articleId: 1, level: 2, anchor: 'one', htmlStart: 36, htmlEnd: 48 },
    ]);
    expect(db.select().from(articleFaq).all()).toEqual([
      {
        articleId: 1,
        position: 0,
        question: 'One?',
        markdown: '*One*.',
        html: '<p><em>One</em>.</p>',
        text: 'One.',
      },
      { articleId: 1, position: 1, question: 'Two?', markdown: 'Two.', html: '<p>Two.</p>', text: 'Two.' },
    ]);
    expect(await renderOutdated(db)).toEqual({ rendered: 0, unrendered: [] });
  });

  test('reads as it was written between the migration and the rendering', () => {
    const db = formerDatabase();
    migrate(db);
    expect(db.select().from(surveyDescription).get()).toMatchObject({
      markdown: 'How *it* <b>was</b>.',
      html: '<pre>How *it* &lt;b&gt;was&lt;/b&gt;.</pre>',
      renderedBy: 0,
    });
  });
});

describe('what another version of the renderer has rendered', () => {
  /** An article and a description whose forms are not what this version would make. */
  function outdated(): Database {
    const db = emptyDatabase();
    const surveyId = addReportedSurvey(db, 'top', { a: 6000 });
    db.insert(surveyDescription).values({ surveyId, markdown: '*New*', html: 'old', text: 'old' }).run();
    addArticle(db, { slug: 'one', body: '*New*', faqs: [{ question: 'q', answer: '*New*' }] });
    addArticle(db, { slug: 'two', body: '*New*' });
    db.update(articleText).set({ content: 'old' }).where(eq(articleText.format, 'HTML')).run();
    db.update(articleFaq).set({ html: 'old' }).run();
    db.update(article)
      .set({ renderedBy: rendererVersion - 1 })
      .where(eq(article.slug, 'one'))
      .run();
    return db;
  }

  const htmlOf = (db: Database) => ({
    descriptions: db.select({ html: surveyDescription.html }).from(surveyDescription).all(),
    bodies: db
      .select({ html: articleText.content })
      .from(articleText)
      .where(eq(articleText.format, 'HTML'))
      .orderBy(articleText.articleId)
      .all(),
    answers: db.select({ html: articleFaq.html }).from(articleFaq).all(),
  });

  test('is rendered again, and nothing else', async () => {
    const db = outdated();
    expect(await renderOutdated(db)).toEqual({ rendered: 2, unrendered: [] });
    const html = '<p><em>New</em></p>';
    expect(htmlOf(db)).toEqual({
      descriptions: [{ html }],
      bodies: [{ html }, { html: 'old' }],
      answers: [{ html }],
    });
  });

  test('is left alone where it is saved again in the meantime', async () => {
    const db = outdated();
    const rendering = renderOutdated(db);
    db.update(surveyDescription).set({ markdown: 'Newer', html: 'newer', renderedBy: rendererVersion }).run();
    addArticle(db, { slug: 'one', body: 'Newer' });
    await rendering;
    expect(htmlOf(db)).toEqual({
      descriptions: [{ html: 'newer' }],
      bodies: [{ html: '<p>Newer</p>' }, { html: 'old' }],
      answers: [],
    });
  });
});
