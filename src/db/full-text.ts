import { type SQL, sql } from 'drizzle-orm';
import { narrative } from './tables/narrative.ts';

export interface MatchOptions {
  /** Whether every word may be just the beginning of one, rather than the last word only. */
  isEveryWordPrefix?: boolean;
}

/** A word is one token of `search_index`, which bounds what a search can cost. A mark cannot start one, be it part of an emoji. */
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

const maximumWords = 32;

/**
 * An FTS5 expression for texts in which every word occurs, the last one at least as the beginning of a word. The first 32 words count;
 * no character is an operator. Undefined when there is no word, that is, no letter or digit.
 */
export function matchOf(text: string, { isEveryWordPrefix = false }: MatchOptions = {}): string | undefined {
  const words = text
    .match(word)
    ?.slice(0, maximumWords)
    .map((found) => `"${found}"`);
  return words && `${words.join(isEveryWordPrefix ? '* AND ' : ' AND ')}*`;
}

/** Whether the index entry matches the expression that is bound as `placeholder`. */
export const isMatch = (placeholder: string): SQL => sql`search_index match ${sql.placeholder(placeholder)}`;

/** Whether the narrative's names, summary or key points match the expression that is bound as `placeholder`. */
export const narrativeMatches = (placeholder: string): SQL =>
  sql`${narrative.id} in (select rowid / 4 from search_index where ${isMatch(placeholder)} and rowid % 4 = 0)`;
