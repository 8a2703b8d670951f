import type { Fault } from './fault.ts';
import { definitionsOf, htmlOf, parseMarkdown } from './markdown.ts';
import { plainText } from './plain-text.ts';
import type { Rendering, RenderRequest } from './rendering.ts';
import type { RenderedBody, RichText } from './rich-text.ts';
import { renderBody } from './sections.ts';
import { sectionFaults, textFaults } from './text-faults.ts';
import { type TextKind, textLimits } from './text-kind.ts';
import { depthFault, expensiveFault, growthFault } from './unrenderable.ts';

/**
 * Renders a text in the thread that calls it, which takes as long as it takes: use `renderText`, which does
 * so in a thread that can be stopped.
 */
export function render<Kind extends TextKind>(request: RenderRequest<Kind>): Rendering<Kind>;
export function render({ kind, markdown: source }: RenderRequest): Rendering {
  // The parser drops a byte order mark, and every offset would be off by one.
  const markdown = source.replace(/^\uFEFF/, '');
  const expensive = expensiveFault(markdown);
  if (expensive !== undefined) return refused(expensive);
  const { children } = parseMarkdown(markdown);
  const deep = depthFault(children);
  if (deep !== undefined) return refused(deep);
  const definitions = definitionsOf(children);
  const { rendered: longest } = textLimits[kind];
  const growth = growthFault(children, definitions, longest);
  if (growth !== undefined) return refused(growth);
  const faults = textFaults(markdown, children);
  if (kind === 'BODY') {
    const body = renderBody(markdown, children);
    return bounded(body, longest, [...faults, ...sectionFaults(children)]);
  }
  return bounded(
    { markdown, html: htmlOf(children, definitions), text: plainText(children) },
    longest,
    faults,
  );
}

const refused = (fault: Fault): Rendering => ({ faults: [fault], rendered: undefined });

function bounded(rendered: RichText | RenderedBody, longest: number, faults: readonly Fault[]): Rendering {
  const { markdown, html, text } = rendered;
  const definitions = 'sections' in rendered ? lengthOfDefinitions(rendered) : 0;
  const length = Math.max(html.length, text.length, markdown.length + definitions);
  if (length <= longest) {
    return { faults: faults.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0)), rendered };
  }
  const message = `Rendered, the text has ${length} characters; the limit is ${longest}. Shorten it, or use less markup.`;
  return refused({ line: undefined, message });
}

const lengthOfDefinitions = ({ sections }: RenderedBody): number =>
  sections.reduce((sum, { definitions }) => sum + definitions.length, 0);
