import { describe, expect, test } from 'vitest';
import { renderText } from '../../src/text/renderer.ts';
import type { Rendering } from '../../src/text/rendering.ts';
import { type TextKind, textLimits } from '../../src/text/text-kind.ts';
import { hostileMarkdown } from './hostile-markdown.ts';

/** The length of the longest form of a rendered text. */
function longestForm(rendered: Rendering['rendered']): number {
  const parts = Array.isArray(rendered) ? rendered : rendered === undefined ? [] : [rendered];
  const length = (form: 'html' | 'markdown' | 'text') =>
    parts.reduce((sum, part) => sum + part[form].length, 0);
  return Math.max(length('html'), length('markdown'), length('text'));
}

/**
 * The text is rendered, is refused by a rule, or takes too long. Which of the three does not matter.
 */
async function expectOutcome(kind: TextKind, markdown: string): Promise<void> {
  const { faults, rendered } = await renderText(kind, markdown);
  expect(longestForm(rendered)).toBeLessThanOrEqual(textLimits[kind].rendered);
  if (rendered === undefined)
    expect(faults).toEqual([expect.objectContaining({ message: expect.any(String) })]);
}

describe('a hostile text is refused, or comes out within bounds', () => {
  const cases = Object.entries(hostileMarkdown);

  test.each(cases)('in a body of a request: %s', async (_name, text) => {
    await expectOutcome('BODY', text(64_000));
  });

  // What a file may have beyond a request is tried with one text of each kind.
  const kinds =
    /rows are shorter|repeated|definitions under|in quotes$|in lists$|of emphasis|HTML in|long list|footnotes/;

  test.each(cases.filter(([name]) => kinds.test(name)))('in a body of a file: %s', async (_name, text) => {
    await expectOutcome('BODY', text(textLimits.BODY.written));
  });

  test.each(cases)('in a description: %s', async (_name, text) => {
    await expectOutcome('DESCRIPTION', text(textLimits.DESCRIPTION.written));
  });

  test.each(cases)('in an answer: %s', async (_name, text) => {
    await expectOutcome('ANSWER', text(textLimits.ANSWER.written));
  });
});

describe('a text is refused', () => {
  test.each<[name: string, kind: TextKind, markdown: string, line: number | undefined, message: string]>([
    [
      'that is too long',
      'ANSWER',
      'a'.repeat(5_001),
      undefined,
      'The text has 5001 characters; the limit is 5000. Shorten it.',
    ],
    [
      'that comes out too long',
      'ANSWER',
      '&'.repeat(4_000),
      undefined,
      'Rendered, the text has 24007 characters; the limit is 10000. Shorten it, or use less markup.',
    ],
    [
      'whose tables have too many cells, with the line of the table',
      'ANSWER',
      `x\n\n|${'a|'.repeat(80)}\n|${'-|'.repeat(80)}\n${'b\n'.repeat(70)}`,
      3,
      'Up to this table the text has 5680 cells, those that short rows leave out included; the limit is 5000. Use smaller tables.',
    ],
    [
      'whose references repeat too much, with the line of the reference',
      'ANSWER',
      `[a]: https://e.example/${'x'.repeat(3_000)}\n\n${'[a]\n'.repeat(10)}`,
      6,
      'Up to here the references repeat more than 10000 characters of their definitions. Use fewer references, or shorter addresses.',
    ],
  ])('%s', async (_name, kind, markdown, line, message) => {
    expect(await renderText(kind, markdown)).toEqual({ faults: [{ line, message }], rendered: undefined });
  });

  test('that takes longer than a second, and the next one is rendered', async () => {
    const slow = hostileMarkdown['a quote that goes on without its marks']?.(90_000) ?? '';
    const [first, second] = await Promise.all([renderText('BODY', slow), renderText('ANSWER', '*Yes*.')]);
    expect(first).toEqual({
      faults: [
        {
          line: undefined,
          message: expect.stringMatching(/^The text takes (longer than a second|too much)/),
        },
      ],
      rendered: undefined,
    });
    expect(second).toEqual({
      faults: [],
      rendered: { markdown: '*Yes*.', html: '<p><em>Yes</em>.</p>', text: 'Yes.' },
    });
  });
});

test('texts that are asked for at once are each answered, in their order', async () => {
  const answered: number[] = [];
  const texts = await Promise.all(
    Array.from({ length: 20 }, async (_, place) => {
      const { rendered } = await renderText('ANSWER', `Text ${place}`);
      answered.push(place);
      return rendered?.text;
    }),
  );
  expect(texts).toEqual(Array.from({ length: 20 }, (_, place) => `Text ${place}`));
  expect(answered).toEqual(answered.toSorted((left, right) => left - right));
});

test('beyond 64 texts that wait, one more is refused', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 70 }, () => renderText('ANSWER', 'Text')));
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual(
    Array(5).fill({ status: 'rejected', reason: expect.objectContaining({ name: 'UnavailableError' }) }),
  );
});
