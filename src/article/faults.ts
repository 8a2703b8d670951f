import type { Nodes } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import { nodesOf, parseMarkdown } from '../text/rich-text.ts';
import { hasPlaceholders, placeholdersIn } from './placeholders.ts';

/** Why a text cannot be taken. */
export interface Fault {
  /** Counted from 1. */
  line: number;
  message: string;
}

const maximumHeadings = 127;
const maximumDepth = 60;
const maximumMarks = 1000;

/** What is wrong with an article's Markdown, by line; empty when it can be saved. */
export const articleFaults = (markdown: string): Fault[] => faultsOf(markdown, headingCountFaults);

/** What is wrong with a short text's Markdown, by line; empty when it can be saved. */
export const textFaults = (markdown: string): Fault[] => faultsOf(markdown, () => []);

function faultsOf(markdown: string, more: (blocks: readonly Nodes[]) => Fault[]): Fault[] {
  const dear = dearFault(markdown);
  if (dear !== undefined) return [dear];
  const { children } = parseMarkdown(markdown);
  const deep = depthFault(children);
  // Nothing else may walk such a tree: rendering recurses.
  if (deep !== undefined) return [deep];
  const faults = [
    ...placeholderFaults(markdown),
    ...[...nodesOf(children)].flatMap((node) => nodeFaults(node)),
    ...more(children),
  ];
  return faults.sort((left, right) => left.line - right.line);
}

function nodeFaults(node: Nodes): Fault[] {
  const line = lineOf(node);
  if (node.type === 'heading') return headingFaults(node, line);
  if (node.type === 'footnoteReference') {
    const message = `\`[^${node.label ?? node.identifier}]\` is a footnote; each section must stand by itself. Put the note into the text.`;
    return [{ line, message }];
  }
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

/** Parsing takes time by the square of both counts, seconds for a few thousand; so they are looked at before. */
function dearFault(markdown: string): Fault | undefined {
  const lines = markdown.split(/\r\n|\r|\n/);
  let marks = 0;
  for (const [index, text] of lines.entries()) {
    if (nesting.test(text)) return tooDeep(index + 1);
    marks = text.trim() === '' ? 0 : marks + text.replace(/[^*_~]+/g, '').length;
    if (marks > maximumMarks) {
      const message = `The paragraph has more than ${maximumMarks} of the marks \`*\`, \`_\` and \`~\`. Split it.`;
      return { line: index + 1, message };
    }
  }
  return undefined;
}

/** Quotes and lists that begin inside each other on one line. */
const nesting = new RegExp(`^(?:[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])(?=[ \\t]))){${maximumDepth + 1}}`);

const tooDeep = (line: number): Fault => ({
  line,
  message: `The text is nested more than ${maximumDepth} deep (quotes in quotes, lists in lists). Make it flatter.`,
});

function depthFault(blocks: readonly Nodes[]): Fault | undefined {
  let level: readonly Nodes[] = blocks;
  for (let depth = 0; depth <= maximumDepth; depth++) {
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
  const [first] = level;
  return first && tooDeep(lineOf(first));
}

const lineOf = ({ position }: Nodes): number => position?.start.line ?? 1;
