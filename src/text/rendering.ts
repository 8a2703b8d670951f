import type { Fault } from './fault.ts';
import type { RenderedBody, RichText } from './rich-text.ts';
import type { TextKind } from './text-kind.ts';

export interface RenderRequest<Kind extends TextKind = TextKind> {
  kind: Kind;
  markdown: string;
}

/** Into what each kind of text is rendered. */
export interface Rendered {
  BODY: RenderedBody;
  ANSWER: RichText;
  DESCRIPTION: RichText;
}

/** What became of a Markdown text. */
export interface Rendering<Kind extends TextKind = TextKind> {
  /** Why the text cannot be saved, in the order of its lines; empty when it can. */
  faults: readonly Fault[];
  /** Undefined where the text cannot be rendered at all, of which a fault says why. */
  rendered: Rendered[Kind] | undefined;
}

/** From the thread that renders: it can be given a text. */
export const threadReady = 'ready';

/** A rendering with its CPU time in milliseconds. */
export interface RenderReply {
  rendering: Rendering;
  milliseconds: number;
}
