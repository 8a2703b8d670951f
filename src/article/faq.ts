import type { RichText } from '../text/rich-text.ts';
import type { Fill } from './section.ts';

/** A question with its rendered answer, as the column `article.faqs` keeps it. */
export interface StoredFaq extends RichText {
  question: string;
}

/** A question with its answer, as one reader sees it. */
export interface Faq extends StoredFaq {
  fill: Fill;
}
