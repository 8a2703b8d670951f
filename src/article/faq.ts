import type { TextFormat } from './section.ts';

/** A question with its answer, as one reader sees it. */
export interface Faq {
  question: string;
  answerAs: (format: TextFormat) => string;
}
