import type { ArticleSectionRow } from '../db/tables/article.ts';

/** Fills the placeholders of a text with what the reader may see. */
export type Fill = (text: string) => string;

/** A part of an article under one heading, as one reader sees it. */
export interface Section extends ArticleSectionRow {
  sections: Section[];
  fill: Fill;
}

/**
 * Puts the sections of an article, given in reading order, into each other by their levels; those below `maxLevel` are left out.
 * A section whose level jumps (4 below 2) is a child of the last one above it.
 */
export function sectionTree(rows: readonly ArticleSectionRow[], maxLevel: number, fill: Fill): Section[] {
  const top: Section[] = [];
  const open: Section[] = [];
  for (const row of rows) {
    if (row.level === 0 || row.level > maxLevel) continue;
    while ((open.at(-1)?.level ?? 0) >= row.level) open.pop();
    const section = { ...row, sections: [], fill };
    (open.at(-1)?.sections ?? top).push(section);
    open.push(section);
  }
  return top;
}
