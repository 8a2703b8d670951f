import type { Nodes } from 'mdast';
import { nodesOf, parseMarkdown } from './rich-text.ts';

/** Why a text cannot be taken. */
export interface Fault {
  /** Counted from 1. */
  line: number;
  message: string;
}

const maximumDepth = 60;
const maximumMarks = 1000;

/**
 * What is wrong with a text as Markdown, by line; empty when it can be rendered in bounded time. `more` looks at each node, which is
 * done only for a text that is neither too deep nor too dear.
 */
export function markdownFaults(markdown: string, more: (node: Nodes) => Fault[] = () => []): Fault[] {
  const dear = dearFault(markdown);
  if (dear !== undefined) return [dear];
  const { children } = parseMarkdown(markdown);
  const deep = depthFault(children);
  // Nothing else may walk such a tree: rendering recurses.
  if (deep !== undefined) return [deep];
  return [...nodesOf(children)].flatMap((node) => [...footnoteFaults(node), ...more(node)]);
}

function footnoteFaults(node: Nodes): Fault[] {
  if (node.type !== 'footnoteReference') return [];
  const message = `\`[^${node.label ?? node.identifier}]\` is a footnote; each section must stand by itself. Put the note into the text.`;
  return [{ line: lineOf(node), message }];
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

export const lineOf = ({ position }: Nodes): number => position?.start.line ?? 1;
