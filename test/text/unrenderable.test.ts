import { describe, expect, test } from 'vitest';
import { articleInput } from '../article/edits.ts';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { createSurvey } from '../survey/edits.ts';
import { hostileMarkdown } from './hostile-markdown.ts';

describe('a text that is hard to render', () => {
  const {
    'a table whose rows are shorter than its header': wideTable,
    'a quote that goes on without its marks': slowQuote,
  } = hostileMarkdown;
  const faults = '... on InvalidInputError { faults { path line message } }';
  const survey = { slug: 'next', title: 'Next', question: 'Which?', options: ['ai', 'rwa'] };
  const table = wideTable?.(4_900);

  test.each([
    ['createArticle', 'CreateArticleInput', { ...articleInput, body: `Text.\n\n${table}` }, ['body'], 3],
    [
      'createArticle',
      'CreateArticleInput',
      { ...articleInput, faqs: [{ question: 'q', answer: table }] },
      ['faqs', '0', 'answer'],
      1,
    ],
    ['updateArticle', 'UpdateArticleInput', { slug: 'api-endpoint-essentials', body: table }, ['body'], 1],
    ['createSurvey', 'CreateSurveyInput', { ...survey, description: table }, ['description'], 1],
    ['updateSurvey', 'UpdateSurveyInput', { slug: 'draft', description: table }, ['description'], 1],
  ])('is refused by %s, with its place', async (verb, type, input, path, line) => {
    const app = await startApp();
    const key = keyFor(app, 'articles:write', 'surveys:write');
    await mutate(app, key, createSurvey, { ...survey, slug: 'draft' });
    const mutation = `mutation ($input: ${type}!) { ${verb}(input: $input) { __typename ${faults} } }`;
    expect(await mutate(app, key, mutation, input)).toEqual({
      __typename: 'InvalidInputError',
      faults: [{ path, line, message: expect.stringMatching(/^Up to this table/) }],
    });
  });

  test('holds up no other requests', async () => {
    const app = await startApp();
    const key = keyFor(app, 'articles:write');
    const answered: string[] = [];
    const mutation = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { __typename ${faults} } }`;
    const input = { ...articleInput, body: slowQuote?.(40_000) };
    const refused = mutate(app, key, mutation, input).then((result) => {
      answered.push('the article');
      return result;
    });
    for (const slug of ['ai', 'defi', 'depin']) {
      await app.query('query ($slug: String!) { narrative(slug: $slug) { name } }', { slug });
      answered.push(slug);
    }
    expect(await refused).toEqual({
      __typename: 'InvalidInputError',
      faults: [{ path: ['body'], line: null, message: expect.stringMatching(/^The text takes/) }],
    });
    expect(answered).toEqual(['ai', 'defi', 'depin', 'the article']);
  });
});
