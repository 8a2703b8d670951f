import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SurveyInput, surveyInput } from '../../src/survey/survey-input.ts';

const base = { slug: 's', title: 'S', question: 'Which one?' };

const reported = (...shares: unknown[]) => ({
  ...base,
  resultSource: 'REPORTED',
  results: shares.map((share, index) => ({ narrative: `n${index}`, share })),
});

const sharesOf = (input: SurveyInput) => input.results?.map(({ share }) => share);

test('the shares of 2024 become whole hundredths that add up to 96.2 percent', () => {
  const shares = sharesOf(surveyInput.parse(reported(30.2, 18.8, 14.4, 13.2, 8.6, 6.3, 3.4, 1.3)));
  expect(shares).toEqual([3020, 1880, 1440, 1320, 860, 630, 340, 130]);
  expect(shares?.reduce((sum, share) => sum + share, 0)).toBe(9620);
});

test('every share with two decimals comes back exactly, as a number and as digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
      const digits = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
      expect(sharesOf(surveyInput.parse(reported(digits, 0)))).toEqual([hundredths, 0]);
      expect(sharesOf(surveyInput.parse(reported(Number(digits), 0)))).toEqual([hundredths, 0]);
    }),
  );
});

test.each([[1e-7], [-0.5], ['1e1'], ['.5'], [''], [Number.NaN], ['30,2'], [100.01], ['1000']])(
  'the share %j is refused',
  (share) => {
    expect(surveyInput.safeParse(reported(share, 0)).success).toBe(false);
  },
);

test('a tallied survey begins as a draft whose running result is hidden, one choice a ballot', () => {
  expect(surveyInput.parse({ ...base, options: ['a', 'b', 'c'] })).toMatchObject({
    status: 'DRAFT',
    resultSource: 'TALLIED',
    resultsVisibility: 'AFTER_CLOSE',
    method: 'SINGLE_CHOICE',
    maxChoices: 1,
    overvote: 'PASS',
    isSample: false,
  });
});

test('a ballot may name every option where the method allows several', () => {
  expect(surveyInput.parse({ ...base, options: ['a', 'b', 'c'], method: 'APPROVAL' }).maxChoices).toBe(3);
});

test.each([
  ['options', {}],
  ['results', { options: ['a', 'b'], results: [] }],
  ['results', { resultSource: 'REPORTED' }],
  ['options', { ...reported(1, 2), options: ['a', 'b'] }],
  ['publishedAt', { options: ['a', 'b'], publishedAt: '2024-01-01' }],
  ['status', { options: ['a', 'b'], status: 'PUBLISHED' }],
  ['maxChoices', { options: ['a', 'b'], maxChoices: 2 }],
  ['overvote', { options: ['a', 'b'], overvote: 'EXHAUST' }],
  ['series', { options: ['a', 'b'], series: { slug: 's', title: 'S' } }],
  ['options', { options: Array.from({ length: 65 }, (_, index) => `n${index}`) }],
])('what does not fit is named by its key: %s', (key, input) => {
  const { error } = surveyInput.safeParse({ ...base, ...input });
  expect(error?.issues.map(({ path }) => path[0])).toContain(key);
});
