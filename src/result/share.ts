// Percentages are counted in whole tenths or hundredths and divided once, at the end: 30.2 - 18.8 is
// 11.399999999999999 in floating point, and a half that should round up may lie a hair below itself.

/** Where a share comes from: published in hundredths of a percent, or counted as votes of a denominator. */
export type ShareSource = { basisPoints: number } | { votes: number; denominator: number };

const wholeInBasisPoints = 10_000;

/** Percent, rounded half up to one decimal, of a published share in hundredths of a percent. */
export function reportedShare(basisPoints: number): number {
  return talliedShare(basisPoints, wholeInBasisPoints);
}

/**
 * Percent that the listed shares (hundredths of a percent) leave over, exact to two decimals; 0 where
 * rounding at the source lets them add up to more than the whole.
 */
export function unlistedShare(listedBasisPoints: readonly number[]): number {
  const listed = listedBasisPoints.reduce((sum, basisPoints) => sum + basisPoints, 0);
  return Math.max(0, wholeInBasisPoints - listed) / 100;
}

/** Points of share between two published shares (hundredths of a percent), exact to two decimals. */
export function reportedDifference(basisPoints: number, otherBasisPoints: number): number {
  return (basisPoints - otherBasisPoints) / 100;
}

/** Percent, rounded half up to one decimal; 0 while the denominator is 0. Exact for counts up to 10^12. */
export function talliedShare(votes: number, denominator: number): number {
  if (denominator === 0) return 0;
  const dividend = 2000 * votes + denominator;
  const divisor = 2 * denominator;
  // Remainder first: it is exact on integers, where a quotient may round up to the next whole number.
  return (dividend - (dividend % divisor)) / divisor / 10;
}

/** Percent as the nearest double; 0 while the denominator is 0. */
export function talliedShareExact(votes: number, denominator: number): number {
  return denominator === 0 ? 0 : (100 * votes) / denominator;
}

/**
 * Points of share between two counts of one denominator, rounded once, so that it may differ by a tenth
 * from the difference of two rounded shares. Halves round away from 0; 0 while the denominator is 0.
 */
export function talliedDifference(votes: number, otherVotes: number, denominator: number): number {
  const points = talliedShare(Math.abs(votes - otherVotes), denominator);
  // A plain minus would give -0 where both are equal.
  return votes < otherVotes ? 0 - points : points;
}

/**
 * Points of share from `previous` to `current`, positive where the share grew: exact to two decimals
 * between two published shares, else rounded once to one decimal with halves away from 0.
 */
export function shareChange(current: ShareSource, previous: ShareSource): number {
  if ('basisPoints' in current && 'basisPoints' in previous) {
    return reportedDifference(current.basisPoints, previous.basisPoints);
  }
  const now = fraction(current);
  const before = fraction(previous);
  // Counts of up to 10^12 multiply beyond what a double holds exactly.
  const difference = now.part * before.whole - before.part * now.whole;
  const whole = now.whole * before.whole;
  const distance = difference < 0n ? -difference : difference;
  const points = Number((2000n * distance + whole) / (2n * whole)) / 10;
  return difference < 0n ? 0 - points : points;
}

function fraction(source: ShareSource): { part: bigint; whole: bigint } {
  if ('basisPoints' in source) return { part: BigInt(source.basisPoints), whole: BigInt(wholeInBasisPoints) };
  if (source.denominator === 0) return { part: 0n, whole: 1n };
  return { part: BigInt(source.votes), whole: BigInt(source.denominator) };
}
