import type { Random } from '../../random.ts';
import { paragraph, words } from './words.ts';

export interface MarkdownSetting {
  characters: number;
  /** Slugs of the placeholders; empty for a text without placeholders. */
  placeholders: readonly string[];
}

const list = (random: Random): string =>
  Array.from({ length: 6 }, () => `- **${words(random, 2)}**: ${words(random, 9)}`).join('\n');

const table = (random: Random): string =>
  [
    '| place | name | note |',
    '| --- | --- | --- |',
    ...Array.from(
      { length: 6 },
      (_, row) => `| ${row} | ${words(random, 2)} | [${words(random, 3)}](https://example.org/${row}) |`,
    ),
  ].join('\n');

const figures = (random: Random, slugs: readonly string[]): string =>
  random
    .sample(slugs, 8)
    .map((slug) => `${words(random, 4)}: place {{rank:${slug}}} with {{share:${slug}}}.`)
    .join(' ');

/** A text with sections and subsections, of about so many characters. */
export function markdown(random: Random, { characters, placeholders }: MarkdownSetting): string {
  const parts = [paragraph(random, 500)];
  const length = () => parts.reduce((sum, part) => sum + part.length + 2, 0);
  // An article has at most 127 headings.
  for (let section = 0; section < 120 && length() < characters; section += 1) {
    parts.push(`${section % 3 === 0 ? '##' : '###'} ${words(random, 4)} ${section}`);
    parts.push(paragraph(random, Math.max(200, characters / 60)));
    if (section % 4 === 1) parts.push(list(random));
    if (section % 6 === 2) parts.push(table(random));
    if (placeholders.length > 0) parts.push(figures(random, placeholders));
  }
  // The remaining characters.
  if (length() < characters) parts.push(paragraph(random, characters - length()));
  return parts.join('\n\n');
}
