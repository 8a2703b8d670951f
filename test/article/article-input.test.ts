import { expect, test } from 'vitest';
import { articleInput } from '../../src/article/article-input.ts';

const valid = {
  slug: 'an-article',
  title: ' An  article ',
  excerpt: 'What it is about.',
  category: 'Research',
  author: 'The Team',
  body: 'Text.',
  isDraft: false,
};

test('what is left out becomes empty, and times become milliseconds', () => {
  expect(articleInput.parse({ ...valid, publishedAt: '2024-03-01T12:00:00+01:00' })).toEqual({
    ...valid,
    title: 'An article',
    publishedAt: Date.UTC(2024, 2, 1, 11),
    faqs: [],
    narratives: [],
  });
  expect(articleInput.parse({ ...valid, publishedAt: '2024-03-01' }).publishedAt).toBe(Date.UTC(2024, 2, 1));
  expect(articleInput.parse({ ...valid, publishedAt: null }).publishedAt).toBeNull();
});

test.each([
  ['an unknown key', { tags: [] }, []],
  ['a slug with capitals', { slug: 'An-Article' }, ['slug']],
  ['a slug with a double hyphen', { slug: 'an--article' }, ['slug']],
  ['a slug of 101 characters', { slug: 'a'.repeat(101) }, ['slug']],
  ['an empty title', { title: ' ' }, ['title']],
  ['a category without a letter', { category: '&' }, ['category']],
  ['no minutes', { readingTimeMinutes: 0 }, ['readingTimeMinutes']],
  ['half a minute', { readingTimeMinutes: 1.5 }, ['readingTimeMinutes']],
  ['a date that does not exist', { publishedAt: '2024-02-30' }, ['publishedAt']],
  ['a date in words', { publishedAt: 'March 2024' }, ['publishedAt']],
  ['a placeholder in the excerpt', { excerpt: '{{rank:depin}}', survey: 'a' }, ['excerpt']],
  ['a placeholder without a survey', { body: '{{rank:depin}}' }, ['body']],
  [
    'a placeholder without a survey in an answer',
    { faqs: [{ question: 'q', answer: '{{listedShare}}' }] },
    ['faqs', 0, 'answer'],
  ],
  ['33 questions', { faqs: Array(33).fill({ question: 'q', answer: 'a' }) }, ['faqs']],
  ['a narrative named twice', { narratives: ['a', 'a'] }, ['narratives']],
  ['65 narratives', { narratives: Array.from({ length: 65 }, (_, i) => `n${i}`) }, ['narratives']],
  ['no word on being a draft', { isDraft: undefined }, ['isDraft']],
])('%s is refused under its key', (_name, change, path) => {
  const { error } = articleInput.safeParse({ ...valid, ...change });
  expect(error?.issues.map((issue) => issue.path)).toEqual([path]);
});

test('a placeholder without a survey carries its line', () => {
  const { error } = articleInput.safeParse({ ...valid, body: 'a\n\n{{listedShare}}' });
  expect(error?.issues).toMatchObject([{ code: 'custom', path: ['body'], params: { line: 3 } }]);
});
