import type { Nodes } from 'mdast';
import type { Fault } from './fault.ts';
import { type Definitions, nodesOf } from './markdown.ts';

const maximumDepth = 60;
const maximumMarks = 1_000;
const maximumCells = 5_000;

/**
 * What makes parsing expensive, looked for in the text itself: nesting on one line, and marks in one
 * paragraph, cost time by the square of their number.
 */
export function expensiveFault(markdown: string): Fault | undefined {
  let marks = 0;
  for (const [index, text] of markdown.split(/\r\n|\r|\n/).entries()) {
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

const tooDeep = (line: number | undefined): Fault => ({
  line,
  message: `The text is nested more than ${maximumDepth} deep (quotes in quotes, lists in lists). Make it flatter.`,
});

/** Nothing else may walk a tree that has this fault: rendering recurses. */
export function depthFault(blocks: readonly Nodes[]): Fault | undefined {
  let level: readonly Nodes[] = blocks;
  for (let depth = 0; depth <= maximumDepth; depth += 1) {
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
  const [first] = level;
  return first && tooDeep(lineOf(first));
}

/**
 * What a few characters blow up: a table fills each short row to the width of its header, and a reference
 * repeats the address of its definition. `longest` is the number of characters that may come out.
 */
export function growthFault(
  blocks: readonly Nodes[],
  definitions: Definitions,
  longest: number,
): Fault | undefined {
  let cells = 0;
  let repeated = 0;
  for (const node of nodesOf(blocks)) {
    if (node.type === 'table') {
      cells += node.children.length * (node.align?.length ?? 1);
      if (cells > maximumCells) {
        const message = `Up to this table the text has ${cells} cells, those that short rows leave out included; the limit is ${maximumCells}. Use smaller tables.`;
        return { line: lineOf(node), message };
      }
    } else if (node.type === 'linkReference' || node.type === 'imageReference') {
      const definition = definitions.get(node.identifier);
      repeated += (definition?.url.length ?? 0) + (definition?.title?.length ?? 0);
      if (repeated > longest) {
        const message = `Up to here the references repeat more than ${longest} characters of their definitions. Use fewer references, or shorter addresses.`;
        return { line: lineOf(node), message };
      }
    }
  }
  return undefined;
}

export const lineOf = ({ position }: Nodes): number | undefined => position?.start.line;
