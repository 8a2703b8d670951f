import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { twoSidedNormalQuantile, wilsonInterval } from '../../src/result/wilson-interval.ts';

/**
 * P(|Z| <= z) by the Maclaurin series of erf, good to about 1e-13 for z up to 5: no part of it is in the
 * code.
 */
function probabilityWithin(z: number): number {
  const x = z / Math.SQRT2;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18; n += 1) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const ballots = fc
  .integer({ min: 1, max: 1_000_000 })
  .chain((denominator) => fc.tuple(fc.integer({ min: 0, max: denominator }), fc.constant(denominator)));
const confidences = fc.double({ min: 0.01, max: 0.999_999, noNaN: true });

describe('the normal quantile', () => {
  test.each([
    [0.5, 0.674_489_750_196_081_7],
    [0.8, 1.281_551_565_544_600_4],
    [0.9, 1.644_853_626_951_472],
    [0.95, 1.959_963_984_540_054],
    [0.99, 2.575_829_303_548_900_4],
    [0.999, 3.290_526_731_491_895],
    [1 - 1e-13, 7.440_861_085_427_212],
    [1 - 2 ** -53, 8.292361075813595],
  ])('for a confidence of %d is %d', (confidence, z) => {
    expect(twoSidedNormalQuantile(confidence)).toBeCloseTo(z, 12);
  });

  test('undoes the probability of lying within', () => {
    fc.assert(
      fc.property(confidences, (confidence) => {
        expect(probabilityWithin(twoSidedNormalQuantile(confidence))).toBeCloseTo(confidence, 9);
      }),
    );
  });

  test.each([0, 1, -0.1, 1.5, 95, Number.NaN])('refuses a confidence of %d', (confidence) => {
    expect(() => twoSidedNormalQuantile(confidence)).toThrow(RangeError);
    expect(() => wilsonInterval(1, 2, confidence)).toThrow(RangeError);
  });
});

describe('the Wilson interval', () => {
  test('of 10 among 100 at 95 % is known', () => {
    const interval = wilsonInterval(10, 100, 0.95);
    expect(interval?.confidence).toBe(0.95);
    expect(interval?.low).toBeCloseTo(5.522_913_706_067_509, 10);
    expect(interval?.high).toBeCloseTo(17.436_566_150_491_34, 10);
  });

  test('is unknown while no one has voted', () => {
    expect(wilsonInterval(0, 0, 0.95)).toBeUndefined();
  });

  test('touches 0 exactly without votes and 100 with all of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), confidences, (denominator, confidence) => {
        expect(wilsonInterval(0, denominator, confidence)?.low).toBe(0);
        expect(wilsonInterval(denominator, denominator, confidence)?.high).toBeCloseTo(100, 12);
        expect(wilsonInterval(denominator, denominator, confidence)?.high).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('has bounds that lie z standard errors of their own from the share', () => {
    fc.assert(
      fc.property(ballots, confidences, ([votes, denominator], confidence) => {
        const z = twoSidedNormalQuantile(confidence);
        const { low = -1, high = -1 } = wilsonInterval(votes, denominator, confidence) ?? {};
        for (const bound of [low / 100, high / 100]) {
          const distance = votes / denominator - bound;
          expect(distance * distance).toBeCloseTo((z * z * bound * (1 - bound)) / denominator, 9);
        }
        expect(low).toBeLessThanOrEqual((100 * votes) / denominator + 1e-9);
        expect(high).toBeGreaterThanOrEqual((100 * votes) / denominator - 1e-9);
      }),
    );
  });

  test('mirrors when votes for become votes against', () => {
    fc.assert(
      fc.property(ballots, confidences, ([votes, denominator], confidence) => {
        const { low = -1, high = -1 } = wilsonInterval(votes, denominator, confidence) ?? {};
        const against = wilsonInterval(denominator - votes, denominator, confidence);
        expect(against?.low).toBeCloseTo(100 - high, 9);
        expect(against?.high).toBeCloseTo(100 - low, 9);
      }),
    );
  });
});
