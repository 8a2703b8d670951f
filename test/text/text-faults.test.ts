import { expect, test } from 'vitest';
import { render } from '../../src/text/render.ts';

const articleFaults = (markdown: string) => render({ kind: 'BODY', markdown }).faults;
const textFaults = (markdown: string) => render({ kind: 'ANSWER', markdown }).faults;

test.each([
  ['a heading of level 1', 'x\n\n# A', [3, /level 1/]],
  ['an underlined heading of level 1', 'A\n===', [1, /level 1/]],
  ['an empty heading', 'x\n\n## \n', [3, /empty/]],
  ['a placeholder in a heading', '## A {{rank:depin}}', [1, /placeholder/]],
  ['an unknown placeholder', 'x\ny {{place:depin}}', [2, /`\{\{place:depin\}\}` is not a placeholder/]],
  ['a placeholder with spaces', '{{ rank:depin }}', [1, /is not a placeholder/]],
  ['a placeholder in an address', 'x\n[y](https://e.example/{{rank:depin}})', [2, /address/]],
  ['a footnote', 'x[^1]\n\n[^1]: y', [1, /`\[\^1\]` is a footnote/]],
  ['the 128th heading', '## A\n'.repeat(128), [128, /128 headings; the limit is 127/]],
  ['the 25th section in a section', `## A\n${'### B\n#### C\n'.repeat(25)}`, [50, /one heading too many/]],
  ['quotes in quotes without end', `x\n\n${'>'.repeat(5000)} y`, [3, /nested/]],
  ['a list in a list on one line without end', `x\n${'- '.repeat(70)}y`, [2, /nested/]],
  [
    'lists in lists, line by line',
    Array.from({ length: 40 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n'),
    [30, /nested/],
  ],
  [
    'a paragraph of marks that would take seconds to read',
    `x\n\n${'*a_'.repeat(501)}`,
    [3, /more than 1000/],
  ],
] as const)('%s is a fault, with its line', (_name, markdown, [line, message]) => {
  expect(articleFaults(markdown)).toEqual([{ line, message: expect.stringMatching(message) }]);
});

test('faults come in the order of the text', () => {
  expect(articleFaults('{{a}}\n\n# B\n\n{{c}}').map(({ line }) => line)).toEqual([1, 3, 5]);
});

test('127 headings, 24 sections in one, known placeholders and raw HTML are not faults', () => {
  const markdown = `{{rank:a-b}} {{share:c}} {{listedShare}} {{unlistedShare}} <b>x</b>\n\n${'## A\n'.repeat(102)}## B\n${'#### C\n'.repeat(24)}`;
  expect(articleFaults(markdown)).toEqual([]);
});

test('a short text has the same faults, but as many headings as it likes', () => {
  expect(textFaults('## A\n'.repeat(128))).toEqual([]);
  expect(textFaults('# A')).toHaveLength(1);
});
