import type { Heading, Nodes } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import type { Fault } from './fault.ts';
import { nodesOf } from './markdown.ts';
import { hasPlaceholders, placeholdersIn } from './placeholders.ts';
import { excessHeading, sectionLimits } from './section-limits.ts';
import { lineOf } from './unrenderable.ts';

/**
 * What an author has to mend in a text that could be rendered: headings, addresses, footnotes, placeholders.
 */
export const textFaults = (markdown: string, blocks: readonly Nodes[]): Fault[] => [
  ...[...nodesOf(blocks)].flatMap(nodeFaults),
  ...placeholderFaults(markdown),
];

/** An article's headings make its sections, of which there may not be any number. */
export function sectionFaults(blocks: readonly Nodes[]): Fault[] {
  const headings = blocks.filter((node) => node.type === 'heading');
  const excess = excessHeading(headings.map(({ depth }) => depth));
  const heading = excess === undefined ? undefined : headings[excess];
  if (heading === undefined) return [];
  const { article, section } = sectionLimits;
  const message =
    excess === article
      ? `The text has ${headings.length} headings; the limit is ${article}. Join sections, or split the article.`
      : `This is one heading too many in its section, which may have ${section} sections in it. Join some, or put them under headings of their own.`;
  return [{ line: lineOf(heading), message }];
}

function nodeFaults(node: Nodes): Fault[] {
  const line = lineOf(node);
  if (node.type === 'footnoteReference') {
    const message = `\`[^${node.label ?? node.identifier}]\` is a footnote; each section must stand by itself. Put the note into the text.`;
    return [{ line, message }];
  }
  if (node.type === 'heading') return headingFaults(node);
  if ('url' in node && hasPlaceholders(node.url)) {
    return [
      { line, message: 'A link has a placeholder in its address; placeholders are filled in text only.' },
    ];
  }
  return [];
}

function headingFaults(heading: Heading): Fault[] {
  const words = wordsOf(heading, { includeHtml: false }).trim();
  const messages = [
    heading.depth === 1 && 'The text has a heading of level 1, which the title has. Begin with `##`.',
    words === '' && 'The heading is empty. Give it words, or remove it.',
    hasPlaceholders(words) &&
      `The heading \`${words}\` has a placeholder; links to it would break. Move it into the text below.`,
  ];
  return messages
    .filter((message) => message !== false)
    .map((message) => ({ line: lineOf(heading), message }));
}

const maximumPlaceholders = 1_000;

function placeholderFaults(markdown: string): Fault[] {
  const placeholders = placeholdersIn(markdown);
  const excess = placeholders[maximumPlaceholders];
  if (excess !== undefined) {
    const message = `The text has ${placeholders.length} placeholders; the limit is ${maximumPlaceholders}. Use fewer.`;
    return [{ line: excess.line, message }];
  }
  return placeholders
    .filter(({ kind }) => kind === 'unknown')
    .map(({ line, text }) => ({
      line,
      message: `\`${text}\` is not a placeholder. Write {{rank:SLUG}}, {{share:SLUG}}, {{listedShare}} or {{unlistedShare}}.`,
    }));
}
