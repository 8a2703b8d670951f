import { describe, expect, test } from 'vitest';
import { notYetPublished, placeholdersIn, renderPlaceholders } from '../../src/text/placeholders.ts';
import { rendered } from '../support/rendered.ts';

const values = {
  places: new Map([
    ['depin', { rank: 1, share: 30.2 }],
    ['omni-chain', { rank: 7, share: 3 }],
  ]),
  unlistedShare: 3.8,
};

const everywhere =
  '{{rank:depin}} of **{{share:depin}}**, `{{rank:omni-chain}}` [{{share:omni-chain}}](https://e.example)\n\n| {{listedShare}} |\n|---|\n| *{{unlistedShare}}* |';

describe('placeholders', () => {
  test.each([
    ['markdown', '1 of **30.2%**, `7` [3.0%](https://e.example)\n\n| 96.2% |\n|---|\n| *3.8%* |'],
    [
      'html',
      '<p>1 of <strong>30.2%</strong>, <code>7</code> <a href="https://e.example">3.0%</a></p>\n<table>\n<thead>\n<tr>\n<th>96.2%</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><em>3.8%</em></td>\n</tr>\n</tbody>\n</table>',
    ],
    ['text', '1 of 30.2%, 7 3.0%\n\n96.2%\n3.8%'],
  ] as const)('are filled in %s', (form, expected) => {
    expect(renderPlaceholders(rendered('ANSWER', everywhere)[form], values)).toBe(expected);
  });

  test.each(['markdown', 'html', 'text'] as const)(
    'give nothing away in %s while the result is hidden',
    (form) => {
      const filled = renderPlaceholders(rendered('ANSWER', everywhere)[form], undefined);
      expect(filled.split(notYetPublished)).toHaveLength(7);
      expect(filled).not.toMatch(/\{\{|\d%/);
    },
  );

  test('of a narrative without a place, and of what APPROVAL cannot say, read as not yet published', () => {
    const text = '{{rank:rwa}} {{share:rwa}} {{listedShare}} {{unlistedShare}}';
    expect(renderPlaceholders(text, { ...values, unlistedShare: null })).toBe(
      Array(4).fill(notYetPublished).join(' '),
    );
  });

  test('are listed with their lines, unknown ones too', () => {
    expect(placeholdersIn('{{rank:depin}}\r\n\n{{unlistedShare}} {{Rank:x}}\n{{share:a_b}} {x} {{')).toEqual([
      { kind: 'rank', slug: 'depin', text: '{{rank:depin}}', line: 1 },
      { kind: 'unlistedShare', text: '{{unlistedShare}}', line: 3 },
      { kind: 'unknown', text: '{{Rank:x}}', line: 3 },
      { kind: 'unknown', text: '{{share:a_b}}', line: 4 },
    ]);
  });
});
