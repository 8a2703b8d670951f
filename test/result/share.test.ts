import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  reportedDifference,
  reportedShare,
  shareChange,
  talliedDifference,
  talliedShare,
  talliedShareExact,
  unlistedShare,
} from '../../src/result/share.ts';

const published2024 = [3020, 1880, 1440, 1320, 860, 630, 340, 130];
const counts = fc
  .bigInt({ min: 1n, max: 10n ** 12n })
  .chain((denominator) => fc.tuple(fc.bigInt({ min: 0n, max: denominator }), fc.constant(denominator)));

/** Tenths of a percent by decimal digits: long division by hand, one digit further than is printed. */
function tenthsByLongDivision(votes: bigint, denominator: bigint): number {
  const hundredths = (votes * 10_000n) / denominator;
  return Number(hundredths / 10n) + (hundredths % 10n >= 5n ? 1 : 0);
}

describe('published shares', () => {
  test('read as they were printed', () => {
    expect(published2024.map(reportedShare)).toEqual([30.2, 18.8, 14.4, 13.2, 8.6, 6.3, 3.4, 1.3]);
  });

  test('leave over what was never listed', () => {
    expect(unlistedShare(published2024)).toBe(3.8);
    expect(unlistedShare([9625])).toBe(3.75);
    expect(unlistedShare([])).toBe(100);
  });

  test('leave nothing over where they were rounded up beyond the whole', () => {
    expect(unlistedShare([3340, 3340, 3330])).toBe(0);
  });

  test('differ without floating-point drift', () => {
    expect(30.2 - 18.8).not.toBe(11.4);
    expect(reportedDifference(3020, 1880)).toBe(11.4);
    expect(reportedDifference(340, 130)).toBe(2.1);
  });

  test('round a half up', () => {
    expect(reportedShare(3025)).toBe(30.3);
    expect(reportedShare(3024)).toBe(30.2);
  });
});

describe('counted shares', () => {
  test.each([
    { votes: 1, denominator: 3, share: 33.3 },
    { votes: 2, denominator: 3, share: 66.7 },
    { votes: 1, denominator: 2000, share: 0.1 },
    { votes: 1, denominator: 2001, share: 0 },
    { votes: 57, denominator: 1200, share: 4.8 },
    { votes: 201, denominator: 20_000, share: 1 },
    { votes: 10 ** 12, denominator: 10 ** 12, share: 100 },
    { votes: 10 ** 12 - 1, denominator: 10 ** 12, share: 100 },
    { votes: 0, denominator: 7, share: 0 },
    { votes: 0, denominator: 0, share: 0 },
  ])('$votes of $denominator is $share %', ({ votes, denominator, share }) => {
    expect(talliedShare(votes, denominator)).toBe(share);
  });

  test('rounds the exact quotient half up, up to 10^12 votes', () => {
    fc.assert(
      fc.property(counts, ([votes, denominator]) => {
        expect(talliedShare(Number(votes), Number(denominator))).toBe(
          tenthsByLongDivision(votes, denominator) / 10,
        );
      }),
    );
  });

  test('rounds up exactly at the half and down one vote below it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 1, max: 5 * 10 ** 8 }),
        (tenths, scale) => {
          const votesAtHalf = (2 * tenths + 1) * scale;
          expect(talliedShare(votesAtHalf, 2000 * scale)).toBe((tenths + 1) / 10);
          expect(talliedShare(votesAtHalf - 1, 2000 * scale)).toBe(tenths / 10);
        },
      ),
    );
  });

  test('has an unrounded form', () => {
    expect(talliedShareExact(1, 8)).toBe(12.5);
    expect(talliedShareExact(1, 3)).toBeCloseTo(33.333_333_333_333, 10);
    expect(talliedShareExact(0, 0)).toBe(0);
  });

  test('differs by the votes between, rounded once and the same both ways', () => {
    expect(talliedDifference(2, 1, 3)).toBe(33.3);
    expect(talliedDifference(1, 2, 3)).toBe(-33.3);
    expect(talliedDifference(46_704, 34_970, 81_674)).toBe(14.4);
    expect(talliedDifference(5, 5, 9)).toBe(0);
    expect(talliedDifference(0, 0, 0)).toBe(0);
  });

  test('is 0, never minus 0, where a difference rounds to nothing', () => {
    expect(talliedDifference(1, 2, 1_000_000)).toBe(0);
    expect(shareChange({ votes: 1, denominator: 1_000_000 }, { basisPoints: 1 })).toBe(0);
  });
});

describe('the change of a share between two editions', () => {
  test('is exact between published shares', () => {
    expect(shareChange({ basisPoints: 1880 }, { basisPoints: 3020 })).toBe(-11.4);
  });

  test('compares a count with a published share', () => {
    expect(shareChange({ votes: 1, denominator: 3 }, { basisPoints: 3020 })).toBe(3.1);
    expect(shareChange({ basisPoints: 3020 }, { votes: 1, denominator: 3 })).toBe(-3.1);
  });

  test('compares counts of different sizes', () => {
    expect(shareChange({ votes: 1, denominator: 4 }, { votes: 3, denominator: 8 })).toBe(-12.5);
    expect(shareChange({ votes: 5, denominator: 10 }, { votes: 1, denominator: 2 })).toBe(0);
  });

  test('rounds halves away from 0, both ways', () => {
    expect(shareChange({ votes: 1, denominator: 2000 }, { basisPoints: 0 })).toBe(0.1);
    expect(shareChange({ basisPoints: 0 }, { votes: 1, denominator: 2000 })).toBe(-0.1);
  });

  test('takes a share of no votes at all as 0', () => {
    expect(shareChange({ votes: 0, denominator: 0 }, { basisPoints: 130 })).toBe(-1.3);
  });

  test('mirrors when the editions change places, and is never minus 0', () => {
    fc.assert(
      fc.property(counts, counts, ([votes, denominator], [otherVotes, otherDenominator]) => {
        const one = { votes: Number(votes), denominator: Number(denominator) };
        const other = { votes: Number(otherVotes), denominator: Number(otherDenominator) };
        const change = shareChange(one, other);
        expect(Object.is(change, -0)).toBe(false);
        expect(shareChange(other, one)).toBe(0 - change);
      }),
    );
  });
});
