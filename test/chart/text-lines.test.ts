import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textLines, textWidth } from '../../src/chart/text-lines.ts';

const box = { size: 10, width: 100, lines: 3 };

describe('lines of text', () => {
  test('are broken between words', () => {
    expect(textLines('one two three four five six', box)).toEqual(['one two three four', 'five six']);
  });

  test('are broken between characters of scripts that have no blanks, and in words that are longer than a line', () => {
    expect(textLines('去中心化物理基础设施网络与', box)).toEqual(['去中心化物理基础设施', '网络与']);
    expect(textLines('a'.repeat(20), box)).toEqual(['a'.repeat(16), 'a'.repeat(4)]);
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

  test('fit, and have all of the text where it is not cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 20, max: 300 }),
        (text, width) => {
          const lines = textLines(text, { size: 10, width, lines: 500 });
          expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
          for (const line of lines) expect(textWidth(line, 10)).toBeLessThanOrEqual(width);
          expect(textLines(text, { size: 10, width, lines: 2 }).length).toBeLessThanOrEqual(2);
        },
      ),
    );
  });
});
