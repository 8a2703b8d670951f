import { isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import { articleBySlug } from '../../src/article/queries.ts';
import { Article } from '../../src/article/resolvers.ts';
import { sectionLimits } from '../../src/text/section-limits.ts';
import { textLimits } from '../../src/text/text-kind.ts';
import { type App, startApp } from '../support/app.ts';
import { contextFor } from '../support/context.ts';
import { emptyDatabase } from '../support/database.ts';
import { addArticle, addReportedSurvey } from './sample.ts';

const costOf = async (app: App, query: string) =>
  (await app.post({ query }, { 'x-graphql-cost': 'validate' })).body.extensions.cost;

const page = (text: string) => `{ article(slug: "top-crypto-narratives-2024") {
  title excerpt author { name } category { name } readingTimeMinutes ${text} faqs { question answer } disclaimer
  narratives { name summary keyPoints { title body } }
  survey { title description results { rank share narrative { name } } outcome { unlistedShare } }
  related { slug title } } }`;

const aliases = (count: number): string =>
  Array.from({ length: count }, (_, place) => `a${place}: body`).join(' ');

describe('an article', () => {
  test.each([
    ['with its body', 'body'],
    ['with its sections in two levels', 'sections { anchor heading body sections { anchor heading body } }'],
  ])(
    '%s, and all else that its page shows, costs less than half of what an anonymous request may',
    async (_name, text) => {
      const app = await startApp();
      const { requested, limit } = await costOf(app, page(text));
      expect(requested).toBeLessThan(limit / 2);
      expect((await app.post({ query: page(text) })).body.errors).toBeUndefined();
    },
  );

  test.each([
    ['98 bodies of one article', aliases(98)],
    [
      'ten times the texts of its sections in two levels',
      `sections { ${aliases(10)} sections { ${aliases(10)} } }`,
    ],
  ])('cannot be asked for %s at once', async (_name, text) => {
    const app = await startApp();
    const { requested, limit } = await costOf(app, `{ article(slug: "x") { ${text} } }`);
    expect(requested).toBeGreaterThan(limit);
  });

  test('costs its long texts in a list as well', async () => {
    const app = await startApp();
    const list = async (first: number, text: string) =>
      (await costOf(app, `{ articles(first: ${first}) { nodes { ${text} } } }`)).requested;
    expect(await list(100, 'title')).toBe(101);
    expect(await list(100, 'body')).toBe(2_101);
    expect(await list(10, 'faqs { question answer }')).toBe(1 + 10 * (1 + 32));
  });
});

test('what aliases repeat is made once', () => {
  const statements: string[] = [];
  const db = emptyDatabase({ onStatement: (text) => statements.push(text) });
  addReportedSurvey(db, 'top', { a: 3020 });
  addArticle(db, {
    slug: 'awards',
    survey: 'top',
    body: '{{share:a}}\n\n## A\n\n{{rank:a}}',
    faqs: [{ question: 'q', answer: '{{share:a}}' }],
  });
  const row = articleBySlug(db, 'awards', false);
  if (row === undefined) throw new Error('The test has no article.');
  const context = contextFor({ db, seesDrafts: false });
  const read = () => {
    const [section] = Article.sections(row, {}, context);
    const [faq] = Article.faqs(row, {}, context);
    return {
      section,
      faq,
      texts: [Article.body(row, { format: 'HTML' }, context), section?.bodyAs('HTML'), faq?.answerAs('TEXT')],
    };
  };
  const first = read();
  expect(first.texts).toEqual(['<p>30.2%</p>\n<h2 id="a">A</h2>\n<p>1</p>', '<p>1</p>', '30.2%']);
  statements.length = 0;
  const again = read();
  expect(again.section).toBe(first.section);
  expect(again.faq).toBe(first.faq);
  expect(again.texts).toEqual(first.texts);
  expect(statements).toEqual([]);
});

describe('the schema states the limits that are enforced', () => {
  const descriptionOf = (type: string, field: string): string => {
    const named = schema.getType(type);
    const fields = named !== undefined && 'getFields' in named ? named.getFields() : {};
    return fields[field]?.description ?? '';
  };
  const { BODY, ANSWER, DESCRIPTION } = textLimits;

  test.each<[type: string, field: string, limits: number[]]>([
    ['Article', 'body', [BODY.rendered]],
    [
      'CreateArticleInput',
      'body',
      [BODY.written, BODY.rendered, sectionLimits.article, sectionLimits.section],
    ],
    ['Faq', 'answer', [ANSWER.rendered]],
    ['FaqInput', 'answer', [ANSWER.written, ANSWER.rendered]],
    ['Survey', 'description', [DESCRIPTION.rendered]],
    ['CreateSurveyInput', 'description', [DESCRIPTION.written, DESCRIPTION.rendered]],
    ['UpdateSurveyInput', 'description', [DESCRIPTION.written, DESCRIPTION.rendered]],
  ])('of %s.%s', (type, field, limits) => {
    for (const limit of limits) expect(descriptionOf(type, field)).toContain(limit.toLocaleString('en'));
  });

  test.each([
    ['Article', sectionLimits.article],
    ['Section', sectionLimits.section],
  ])('of %s.sections', (type, size) => {
    const named = schema.getType(type);
    if (!isObjectType(named)) throw new Error(`The schema has no type ${type}.`);
    const directive = named
      .getFields()
      .sections?.astNode?.directives?.find(({ name }) => name.value === 'listSize');
    expect(directive?.arguments?.[0]?.value).toMatchObject({ value: String(size) });
  });
});
