import type { DocumentCounts } from './document-counts.ts';

/** Tokens that one point pays for. Measured by `bench/price`: lexing, parsing, validating and compiling. */
const tokensPerPoint = 10;

/** Validation compares fragments and repeated fields with each other, so each weighs like this many tokens. */
const tokensPerComparison = 10;

/**
 * What parsing, validating and compiling a document costs, in points; charged once for a document that was not sent
 * before, and never given back. At least 1.
 */
export const preparationPoints = ({
  tokens,
  fragments,
  repeats,
}: Pick<DocumentCounts, 'tokens' | 'fragments' | 'repeats'>): number =>
  Math.ceil((tokens + tokensPerComparison * (fragments + repeats)) / tokensPerPoint);
