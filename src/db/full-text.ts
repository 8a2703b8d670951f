import { type Column, type SQL, sql } from 'drizzle-orm';
import { folded } from './folded.ts';
import { narrative } from './tables/narrative.ts';

/** A word of a search text. */
export interface SearchWord {
  /** As it was written. */
  text: string;
  folded: string;
  /** Whether it may be just the beginning of a word. */
  isPrefix: boolean;
}

/** A word is one token of the indexes. A mark cannot begin one, be it part of an emoji. */
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

// What a search costs grows with its words, and its price is flat.
const maximumWords = 6;
const maximumLength = 500;

/**
 * The words to look for: the first 6 different ones in the first 500 characters of the text. The last of
 * them, or every one, may be just the beginning of a word. Empty when there is no letter or digit.
 */
export function searchWords(text: string, isEveryWordPrefix = false): SearchWord[] {
  const words = new Map<string, string>();
  for (const [found] of text.slice(0, maximumLength).normalize('NFC').matchAll(word)) {
    if (words.size === maximumWords) break;
    if (!words.has(folded(found))) words.set(folded(found), found);
  }
  return [...words].map(([folded, text], index) => ({
    text,
    folded,
    isPrefix: isEveryWordPrefix || index === words.size - 1,
  }));
}

/**
 * An FTS5 expression for texts in which every one of the words occurs, of which there is at least one; no
 * character is an operator.
 */
export const matchOf = (words: readonly SearchWord[]): string =>
  words.map(({ text, isPrefix }) => `"${text}"${isPrefix ? '*' : ''}`).join(' AND ');

/**
 * Whether names, summary or key points of the narrative with this id match the expression that is bound as
 * `placeholder`.
 */
export const narrativeMatches = (placeholder: string, id: Column = narrative.id): SQL =>
  sql`${id} in (select rowid from narrative_index where narrative_index match ${sql.placeholder(placeholder)})`;
