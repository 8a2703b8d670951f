import type { ArticleSectionRow } from '../db/tables/article.ts';
import { escapeHtml } from './escape-html.ts';

/** A text in the forms that a client can ask for. */
export interface RichText {
  markdown: string;
  /** Sanitised: safe to put into a page as it is. */
  html: string;
  text: string;
}

/** A part of an article under one heading, as a place in each form of the article's text. */
export type RenderedSection = Omit<ArticleSectionRow, 'articleId' | 'position'>;

/**
 * An article's body with its sections in reading order; the first one is what comes before the first heading.
 */
export interface RenderedBody extends RichText {
  sections: RenderedSection[];
}

/**
 * Replaces the forms of a text that was saved once and cannot be rendered any more: its source, as it
 * was written.
 */
export const unrendered = (markdown: string): RichText => ({
  markdown,
  html: markdown === '' ? '' : `<pre>${escapeHtml(markdown)}</pre>`,
  text: markdown,
});
