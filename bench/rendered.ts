import type { ArticleInput } from '../src/article/article-input.ts';
import type { ArticleTexts } from '../src/article/article-texts.ts';
import { render } from '../src/text/render.ts';
import type { Rendered } from '../src/text/rendering.ts';
import type { TextKind } from '../src/text/text-kind.ts';

/** Renders a text in this thread. Throws when it cannot be rendered. */
export function rendered<Kind extends TextKind>(kind: Kind, markdown: string): Rendered[Kind] {
  const { rendered, faults } = render({ kind, markdown });
  if (rendered === undefined) throw new Error(`The text cannot be rendered: ${faults[0]?.message}`);
  return rendered;
}

/** The texts of an article, as `saveArticle` takes them. */
export const renderedTexts = ({ body, faqs }: Pick<ArticleInput, 'body' | 'faqs'>): ArticleTexts => ({
  body: rendered('BODY', body),
  answers: faqs.map(({ answer }) => rendered('ANSWER', answer)),
});
