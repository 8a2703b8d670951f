import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { articleBySlug } from '../../src/article/queries.ts';
import { Article, Faq, Section } from '../../src/article/resolvers.ts';
import type { Database } from '../../src/db/client.ts';
import { survey, surveyOption } from '../../src/db/tables/survey.ts';
import type { TextFormat } from '../../src/generated/schema-types.ts';
import { contextFor } from '../support/context.ts';
import { emptyDatabase } from '../support/database.ts';
import { addArticle, addReportedSurvey } from './sample.ts';

function seeded(): Database {
  const db = emptyDatabase();
  addReportedSurvey(db, 'top', { a: 3020, b: 6600 });
  addArticle(db, {
    slug: 'awards',
    survey: 'top',
    body: 'Left over: {{unlistedShare}}.\n\n## The *winner*\n\nNumber {{rank:a}} with **{{share:a}}**.\n\n#### Why\n\n- {{listedShare}}\n',
    faqs: [{ question: 'How much?', answer: '**{{share:b}}**' }],
    disclaimer: 'No advice.',
  });
  return db;
}

/** What a reader sees of every text that can be filled. */
function textsOf(db: Database, format: TextFormat, seesDrafts = false) {
  const context = contextFor({ db, seesDrafts });
  const row = articleBySlug(db, 'awards', seesDrafts);
  if (row === undefined) throw new Error('The test has no article.');
  const sections = Article.sections(row, {}, context);
  return {
    body: Article.body(row, { format }, context),
    sections: [...sections, ...sections.flatMap((section) => section.sections)].map((section) =>
      Section.body(section, { format }),
    ),
    answers: Article.faqs(row, {}, context).map((faq) => Faq.answer(faq, { format })),
  };
}

test.each([
  [
    'HTML',
    {
      body: '<p>Left over: 3.8%.</p>\n<h2 id="the-winner">The <em>winner</em></h2>\n<p>Number 2 with <strong>30.2%</strong>.</p>\n<h4 id="why">Why</h4>\n<ul>\n<li>96.2%</li>\n</ul>',
      sections: ['<p>Number 2 with <strong>30.2%</strong>.</p>', '<ul>\n<li>96.2%</li>\n</ul>'],
      answers: ['<p><strong>66.0%</strong></p>'],
    },
  ],
  [
    'MARKDOWN',
    {
      body: 'Left over: 3.8%.\n\n## The *winner*\n\nNumber 2 with **30.2%**.\n\n#### Why\n\n- 96.2%\n',
      sections: ['Number 2 with **30.2%**.', '- 96.2%'],
      answers: ['**66.0%**'],
    },
  ],
  [
    'TEXT',
    {
      body: 'Left over: 3.8%.\n\nThe winner\n\nNumber 2 with 30.2%.\n\nWhy\n\n- 96.2%',
      sections: ['Number 2 with 30.2%.', '- 96.2%'],
      answers: ['66.0%'],
    },
  ],
] as const)('an article reads in %s with the figures of its survey', (format, texts) => {
  expect(textsOf(seeded(), format)).toEqual(texts);
});

test('a correction of the survey shows at once', () => {
  const db = seeded();
  db.update(surveyOption).set({ reportedShare: 6700 }).where(eq(surveyOption.position, 0)).run();
  expect(textsOf(db, 'TEXT').sections[0]).toBe('Number 1 with 67.0%.');
});

describe('figures that are not to be seen', () => {
  const hidden = {
    body: expect.stringContaining('Left over: (not yet published).'),
    sections: ['Number (not yet published) with (not yet published).', '- (not yet published)'],
    answers: ['(not yet published)'],
  };

  test('of a running result that is hidden are in no text, for no caller, until voting is over', () => {
    const db = seeded();
    db.update(surveyOption).set({ reportedShare: null, votes: 5 }).run();
    db.update(survey)
      .set({
        resultSource: 'TALLIED',
        ballots: 10,
        state: 'OPEN',
        resultsVisibility: 'AFTER_CLOSE',
      })
      .run();
    expect(textsOf(db, 'TEXT')).toEqual(hidden);
    expect(textsOf(db, 'TEXT', true)).toEqual(hidden);
    db.update(survey).set({ state: 'CLOSED' }).run();
    expect(textsOf(db, 'TEXT').sections).toEqual(['Number 1 with 50.0%.', '- 100.0%']);
  });

  test('of a survey that is a draft are for those who may see it', () => {
    const db = seeded();
    db.update(survey).set({ state: 'DRAFT' }).run();
    expect(textsOf(db, 'TEXT')).toEqual(hidden);
    expect(textsOf(db, 'TEXT', true).sections[0]).toBe('Number 2 with 30.2%.');
  });
});

test('a text without placeholders costs no look at the survey', () => {
  const statements: string[] = [];
  const db = emptyDatabase({ onStatement: (text) => statements.push(text) });
  addReportedSurvey(db, 'top', { a: 3020 });
  addArticle(db, { slug: 'awards', survey: 'top', body: 'Plain.\n\n## A\n\nText.' });
  const row = articleBySlug(db, 'awards', false);
  if (row === undefined) throw new Error('The test has no article.');
  statements.length = 0;
  Article.body(row, { format: 'HTML' }, contextFor({ db, seesDrafts: false }));
  Article.body(row, { format: 'MARKDOWN' }, contextFor({ db, seesDrafts: false }));
  expect(statements).toEqual([
    expect.stringContaining(`"format" = 'HTML'`),
    expect.stringContaining(`"format" = 'MARKDOWN'`),
  ]);
});

test.each([1, 7, 0, -1])('a deepest level of %i is refused', (maxLevel) => {
  const db = seeded();
  const row = articleBySlug(db, 'awards', false);
  if (row === undefined) throw new Error('The test has no article.');
  expect(() => Article.sections(row, { maxLevel }, contextFor({ db, seesDrafts: false }))).toThrow(
    expect.objectContaining({
      extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'maxLevel' }),
    }),
  );
});
