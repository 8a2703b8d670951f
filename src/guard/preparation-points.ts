import type { DocumentCounts } from './document-counts.ts';

/**
 * Tokens per point, by the CPU time of lexing, parsing, validation and compilation
 * that `bench/price` measures.
 */
const tokensPerPoint = 10;

/** Fragments and repeated fields count as 10 tokens each, because validation compares every pair of them. */
const tokensPerComparison = 10;

/**
 * The cost of parsing, validating and compiling a document, in points, at least 1. It is charged once for
 * each document that is not in the cache, and not refunded.
 */
export const preparationPoints = ({
  tokens,
  fragments,
  repeats,
}: Pick<DocumentCounts, 'tokens' | 'fragments' | 'repeats'>): number =>
  Math.ceil((tokens + tokensPerComparison * (fragments + repeats)) / tokensPerPoint);
