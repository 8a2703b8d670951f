import type { InputFault } from '../text/fault.ts';
import { renderText } from '../text/renderer.ts';
import type { Rendered } from '../text/rendering.ts';
import type { RenderedBody, RichText } from '../text/rich-text.ts';
import type { TextKind } from '../text/text-kind.ts';

/** An article's Markdown, rendered: the body, and the answers in the order of their questions. */
export interface ArticleTexts {
  body: RenderedBody;
  answers: readonly RichText[];
}

/** What an article without a text has. */
export const noTexts: ArticleTexts = {
  body: { markdown: '', html: '', text: '', sections: [] },
  answers: [],
};

export const maximumFaqs = 32;

interface RenderedTexts {
  /** What keeps the texts from being saved. */
  faults: InputFault[];
  /** What was given and could be rendered. */
  texts: Partial<ArticleTexts>;
}

/** Renders the texts of an input, or of a part of one, that need not have been checked. */
export async function renderArticle({
  body: source,
  faqs,
}: {
  body?: unknown;
  faqs?: unknown;
}): Promise<RenderedTexts> {
  const faults: InputFault[] = [];
  const rendered = async <Kind extends TextKind>(
    kind: Kind,
    path: InputFault['path'],
    markdown: unknown,
  ): Promise<Rendered[Kind] | undefined> => {
    // What is wrong with it then, the schema of the input says.
    if (typeof markdown !== 'string') return undefined;
    const rendering = await renderText(kind, markdown);
    faults.push(...rendering.faults.map((fault) => ({ ...fault, path })));
    return rendering.rendered;
  };
  const body = await rendered('BODY', ['body'], source);
  const answers: RichText[] = [];
  for (const [index, answer] of answersIn(faqs).entries()) {
    const text = await rendered('ANSWER', ['faqs', index, 'answer'], answer);
    if (text !== undefined) answers.push(text);
  }
  return { faults, texts: { ...(body && { body }), ...(faqs != null && { answers }) } };
}

const answersIn = (faqs: unknown): unknown[] =>
  (Array.isArray(faqs) ? faqs : [])
    .slice(0, maximumFaqs)
    .map((faq: unknown) =>
      typeof faq === 'object' && faq !== null && 'answer' in faq ? faq.answer : undefined,
    );
