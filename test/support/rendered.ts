import type { ArticleTexts } from '../../src/article/article-texts.ts';
import { render } from '../../src/text/render.ts';
import type { Rendered } from '../../src/text/rendering.ts';
import type { TextKind } from '../../src/text/text-kind.ts';

/** A text that can be rendered, in this thread and at once. */
export function rendered<Kind extends TextKind>(kind: Kind, markdown: string): Rendered[Kind] {
  const { faults, rendered } = render({ kind, markdown });
  if (rendered === undefined) throw new Error(faults[0]?.message);
  return rendered;
}

export const articleTexts = ({
  body,
  faqs,
}: {
  body: string;
  faqs: readonly { answer: string }[];
}): ArticleTexts => ({
  body: rendered('BODY', body),
  answers: faqs.map(({ answer }) => rendered('ANSWER', answer)),
});
