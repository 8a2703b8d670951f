/** What a Markdown text is for; it decides how long the text may be and into what it is rendered. */
export type TextKind = 'BODY' | 'ANSWER' | 'DESCRIPTION';

/**
 * How many characters (UTF-16 code units) a text may have: as it is written, and in each form into which it
 * is rendered. Rendered prose is a tenth longer; the densest markup, such as a list of empty check boxes,
 * grows ninefold. Twice the longest text leaves room for tables and lists, and bounds what one field can
 * return.
 */
export const textLimits: Readonly<Record<TextKind, { written: number; rendered: number }>> = {
  BODY: { written: 100_000, rendered: 200_000 },
  ANSWER: { written: 5_000, rendered: 10_000 },
  DESCRIPTION: { written: 20_000, rendered: 40_000 },
};
