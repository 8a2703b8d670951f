import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textLines, textWidth } from '../../src/chart/text-lines.ts';

const graphemesIn = (text: string) => [...new Intl.Segmenter('en').segment(text)].length;

const box = { size: 10, width: 100, lines: 3 };

describe('lines of text', () => {
  test('are broken between words', () => {
    expect(textLines('one two three four five six', box)).toEqual(['one two three four', 'five six']);
  });

  test('are broken between characters of scripts that have no blanks, and in words that are longer than a line', () => {
    expect(textLines('去中心化物理基础设施网络与', box)).toEqual(['去中心化物理基础设施', '网络与']);
    expect(textLines('a'.repeat(20), box)).toEqual(['a'.repeat(16), 'a'.repeat(4)]);
  });

  test('stay in one piece where a line is exactly as wide', () => {
    for (const text of ['Omni-chain', 'a b c', 'Top Crypto Narratives in 2024'])
      expect(textLines(text, { size: 13.5, width: textWidth(text, 13.5), lines: 3 })).toEqual([text]);
  });

  test('end with an ellipsis where there are too many', () => {
    const lines = textLines('many words '.repeat(20), box);
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toMatch(/…$/);
  });

  test('never split what a reader sees as one character', () => {
    expect(textLines('👩‍👩‍👧'.repeat(10), { ...box, lines: 9 }).join('')).toBe('👩‍👩‍👧'.repeat(10));
    expect(textLines('é'.repeat(30), { ...box, lines: 9 }).every((line) => !line.startsWith('\u0301'))).toBe(
      true,
    );
  });

  test('fit unless they are one character, and have all of the text where it is not cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 20, max: 300 }),
        (text, width) => {
          const lines = textLines(text, { size: 10, width, lines: 500 });
          expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
          for (const line of lines.filter((one) => graphemesIn(one) > 1))
            expect(textWidth(line, 10)).toBeLessThanOrEqual(width + 1e-6);
          expect(textLines(text, { size: 10, width, lines: 2 }).length).toBeLessThanOrEqual(2);
        },
      ),
    );
  });
});
