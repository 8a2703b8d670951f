import type { Nodes } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import { type Fault, lineOf, markdownFaults } from '../text/markdown-faults.ts';
import { parseMarkdown } from '../text/rich-text.ts';
import { hasPlaceholders, placeholdersIn } from './placeholders.ts';

const maximumHeadings = 127;

/** What is wrong with an article's Markdown, by line; empty when it can be saved. */
export function articleFaults(markdown: string): Fault[] {
  const faults = textFaults(markdown);
  return faults.length > 0 ? faults : headingCountFaults(parseMarkdown(markdown).children);
}

/** What is wrong with a short text's Markdown, by line; empty when it can be saved. */
export const textFaults = (markdown: string): Fault[] =>
  [...markdownFaults(markdown, nodeFaults), ...placeholderFaults(markdown)].sort(
    (left, right) => left.line - right.line,
  );

function nodeFaults(node: Nodes): Fault[] {
  const line = lineOf(node);
  if (node.type === 'heading') return headingFaults(node, line);
  if ('url' in node && hasPlaceholders(node.url)) {
    return [
      { line, message: 'A link has a placeholder in its address; placeholders are filled in text only.' },
    ];
  }
  return [];
}

function headingFaults(heading: Nodes & { depth: number }, line: number): Fault[] {
  const words = wordsOf(heading, { includeHtml: false }).trim();
  return [
    ...(heading.depth === 1
      ? [
          {
            line,
            message: 'The text has a heading of level 1, which is kept for the title. Begin with `##`.',
          },
        ]
      : []),
    ...(words === '' ? [{ line, message: 'The heading is empty. Give it words, or remove it.' }] : []),
    ...(hasPlaceholders(words)
      ? [
          {
            line,
            message: `The heading \`${words}\` has a placeholder; links to it would break. Move it into the text below.`,
          },
        ]
      : []),
  ];
}

const placeholderFaults = (markdown: string): Fault[] =>
  placeholdersIn(markdown)
    .filter(({ kind }) => kind === 'unknown')
    .map(({ line, text }) => ({
      line,
      message: `\`${text}\` is no placeholder. Write {{rank:SLUG}}, {{share:SLUG}}, {{listedShare}} or {{unlistedShare}}.`,
    }));

function headingCountFaults(blocks: readonly Nodes[]): Fault[] {
  const headings = blocks.filter(({ type }) => type === 'heading');
  const beyond = headings[maximumHeadings];
  if (beyond === undefined) return [];
  const message = `The text has ${headings.length} headings; the limit is ${maximumHeadings}. Join sections, or split the article.`;
  return [{ line: lineOf(beyond), message }];
}
