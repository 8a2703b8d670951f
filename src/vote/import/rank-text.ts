const words = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** The most ranks that a ballot can have: as many as a survey can have options. */
export const maximumRanks = 64;

/**
 * The rank that a text such as `2`, `2nd choice`, `Rank 2` or `Second` stands for; undefined where it has
 * none.
 */
export function rankIn(text: string): number | undefined {
  const digits = /(?<![\d.,]|^\s*-)(\d{1,2})(?![\d]|[.,]\d)/.exec(text)?.[1];
  const lower = text.toLowerCase();
  const rank =
    digits === undefined
      ? words.findIndex((word) => new RegExp(`\\b${word}\\b`).test(lower)) + 1
      : Number(digits);
  return rank >= 1 && rank <= maximumRanks ? rank : undefined;
}
