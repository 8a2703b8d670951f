import type { InputFault } from '../text/fault.ts';
import { renderText } from '../text/renderer.ts';
import type { RichText } from '../text/rich-text.ts';

interface RenderedDescription {
  /** What keeps the description from being saved. */
  faults: InputFault[];
  /** Undefined where there is none, or where it cannot be rendered. */
  description: RichText | undefined;
}

/**
 * Renders the description of an input that need not have been checked. White space alone is not a
 * description.
 */
export async function renderDescription(markdown: unknown): Promise<RenderedDescription> {
  // What is wrong with anything but text, the schema of the input says.
  if (typeof markdown !== 'string' || markdown.trim() === '') return { faults: [], description: undefined };
  const { faults, rendered } = await renderText('DESCRIPTION', markdown.trimEnd());
  return { faults: faults.map((fault) => ({ ...fault, path: ['description'] })), description: rendered };
}
