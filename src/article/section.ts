import type { ArticleSectionRow } from '../db/tables/article.ts';

export type TextFormat = 'MARKDOWN' | 'HTML' | 'TEXT';

/** A part of an article under one heading, as one reader sees it. */
export interface Section extends Pick<ArticleSectionRow, 'anchor' | 'heading' | 'level'> {
  sections: Section[];
  /** The text under the heading. */
  bodyAs: (format: TextFormat) => string;
}

/**
 * Puts the sections of an article, given in reading order, into each other by their levels; those below
 * `maxLevel` are left out. A section whose level jumps (4 below 2) is a child of the last one above it.
 */
export function sectionTree(
  rows: readonly ArticleSectionRow[],
  maxLevel: number,
  bodyOf: (row: ArticleSectionRow, format: TextFormat) => string,
): Section[] {
  const top: Section[] = [];
  const open: Section[] = [];
  for (const row of rows) {
    if (row.level === 0 || row.level > maxLevel) continue;
    while ((open.at(-1)?.level ?? 0) >= row.level) open.pop();
    const { anchor, heading, level } = row;
    const bodyAs = oncePerFormat((format) => bodyOf(row, format));
    const section = { anchor, heading, level, sections: [], bodyAs };
    (open.at(-1)?.sections ?? top).push(section);
    open.push(section);
  }
  return top;
}

/** Makes each form of a text once, however many aliases ask for it. */
export function oncePerFormat(make: (format: TextFormat) => string): (format: TextFormat) => string {
  const made: Partial<Record<TextFormat, string>> = {};
  return (format) => {
    made[format] ??= make(format);
    return made[format];
  };
}

/** The text of a section, cut out of the article's text in the same form. */
export function cutSection(row: ArticleSectionRow, format: TextFormat, article: string): string {
  if (format === 'HTML') return article.slice(row.htmlStart, row.htmlEnd);
  if (format === 'TEXT') return article.slice(row.textStart, row.textEnd);
  const text = article.slice(row.markdownStart, row.markdownEnd);
  return row.definitions === '' ? text : `${text}\n\n${row.definitions}`;
}
