import { describe, expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { createSurvey, updateSurvey } from './edits.ts';

describe('surveys', () => {
  const input = { slug: 'next', title: 'Next', question: 'Which?', options: ['ai', 'depin', 'rwa'] };

  test('are drafts that can be edited and are not public', async () => {
    const app = await startApp();
    const key = keyFor(app, 'surveys:write');
    const created = await mutate(app, key, createSurvey, {
      ...input,
      method: 'RANKED_CHOICE',
      overvote: 'EXHAUST',
      series: 'top-crypto-narratives',
      edition: 2025,
      opensAt: '2030-01-01T00:00:00Z',
    });
    expect(created).toEqual({
      __typename: 'CreateSurveySuccess',
      survey: {
        slug: 'next',
        status: 'DRAFT',
        method: 'RANKED_CHOICE',
        maxChoices: 3,
        overvote: 'EXHAUST',
        resultsVisibility: 'AFTER_CLOSE',
        opensAt: '2030-01-01T00:00:00.000Z',
        series: { slug: 'top-crypto-narratives' },
        options: [{ slug: 'ai' }, { slug: 'depin' }, { slug: 'rwa' }],
      },
    });
    expect(
      await mutate(app, key, updateSurvey, {
        slug: 'next',
        title: 'Then',
        options: ['ai', 'gamefi'],
        closesAt: '2031-01-01T00:00:00Z',
      }),
    ).toEqual({
      __typename: 'UpdateSurveySuccess',
      survey: {
        title: 'Then',
        question: 'Which?',
        closesAt: '2031-01-01T00:00:00.000Z',
        options: [{ slug: 'ai' }, { slug: 'gamefi' }],
      },
    });
    expect(
      await app.query(
        '{ survey(slug: "next") { title } surveys { totalCount } search(query: "then") { totalCount } }',
      ),
    ).toMatchObject({
      survey: null,
      surveys: { totalCount: 2 },
    });
  });

  test.each([
    [{ options: ['ai'] }, 'INVALID_INPUT', ['options']],
    [{ options: ['ai', 'ai'] }, 'INVALID_INPUT', ['options', '1']],
    [{ options: ['ai', 'nothing'] }, 'UNKNOWN_REFERENCE', ['options', '1']],
    [{ maxChoices: 2 }, 'INVALID_INPUT', ['maxChoices']],
    [{ series: 'nothing', edition: 2025 }, 'UNKNOWN_REFERENCE', ['series']],
    [{ series: 'top-crypto-narratives', edition: 2024 }, 'INVALID_INPUT', ['edition']],
    [{ opensAt: '2030-01-02T00:00:00Z', closesAt: '2030-01-01T00:00:00Z' }, 'INVALID_INPUT', ['closesAt']],
    [{ slug: 'sandbox' }, 'SLUG_TAKEN', ['slug']],
  ])('with %j are refused as %s', async (change, code, path) => {
    const app = await startApp();
    const result = await mutate(app, keyFor(app, 'surveys:write'), createSurvey, { ...input, ...change });
    expect(result).toMatchObject({ code, path });
  });

  test('that are not drafts cannot be edited', async () => {
    const app = await startApp();
    expect(
      await mutate(app, keyFor(app, 'surveys:write'), updateSurvey, { slug: 'sandbox', title: 'X' }),
    ).toMatchObject({
      __typename: 'SurveyNotEditableError',
      code: 'SURVEY_NOT_EDITABLE',
    });
  });
});

test('a description is read as it was rendered when it was saved', async () => {
  const app = await startApp();
  const key = keyFor(app, 'surveys:write', 'drafts:read');
  const input = { slug: 'next', title: 'Next', question: 'Which?', options: ['ai', 'rwa'] };
  await mutate(app, key, createSurvey, { ...input, description: 'How *it* is run.' });
  const query = `{ survey(slug: "next") { html: description text: description(format: TEXT)
    again: description(format: TEXT) markdown: description(format: MARKDOWN) } }`;
  const read = async () => (await app.post({ query }, key)).body.data.survey;
  expect(await read()).toEqual({
    html: '<p>How <em>it</em> is run.</p>',
    text: 'How it is run.',
    again: 'How it is run.',
    markdown: 'How *it* is run.',
  });
  await mutate(app, key, updateSurvey, { slug: 'next', title: 'Then' });
  expect((await read()).markdown).toBe('How *it* is run.');
  await mutate(app, key, updateSurvey, { slug: 'next', description: 'Otherwise.' });
  expect((await read()).html).toBe('<p>Otherwise.</p>');
  await mutate(app, key, updateSurvey, { slug: 'next', description: null });
  expect(await read()).toEqual({ html: null, text: null, again: null, markdown: null });
});
