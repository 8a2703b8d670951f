import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { competitionRanks, competitionRanksBy, isTied, marginsToNext } from '../../src/result/rank.ts';

const subtract = (higher: number, lower: number) => higher - lower;
const figures = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 64 });

describe('competition ranks', () => {
  test.each([
    { votes: [30, 20, 20, 10], ranks: [1, 2, 2, 4] },
    { votes: [10, 20, 30, 20], ranks: [4, 2, 1, 2] },
    { votes: [5, 5, 5], ranks: [1, 1, 1] },
    { votes: [7, 7, 1, 1, 1, 0], ranks: [1, 1, 3, 3, 3, 6] },
    { votes: [4], ranks: [1] },
    { votes: [], ranks: [] },
  ])('of $votes are $ranks', ({ votes, ranks }) => {
    expect(competitionRanks(votes)).toEqual(ranks);
  });

  test('are one more than the number of entries with a higher figure', () => {
    fc.assert(
      fc.property(figures, (votes) => {
        const byCounting = votes.map((own) => 1 + votes.filter((other) => other > own).length);
        expect(competitionRanks(votes)).toEqual(byCounting);
      }),
    );
  });

  test('go with the entry, wherever it is listed', () => {
    const shuffled = figures.chain((votes) =>
      fc.tuple(fc.constant(votes), fc.shuffledSubarray([...votes.keys()], { minLength: votes.length })),
    );
    fc.assert(
      fc.property(shuffled, ([votes, order]) => {
        const ranks = competitionRanks(votes);
        const ranksInOrder = competitionRanks(order.map((index) => votes[index] ?? 0));
        expect(ranksInOrder).toEqual(order.map((index) => ranks[index]));
      }),
    );
  });

  test('follow an order of several keys', () => {
    const entries = [
      { round: 1, votes: 9 },
      { round: 2, votes: 3 },
      { round: 2, votes: 5 },
      { round: 1, votes: 9 },
    ];
    const laterThenMore = (left: (typeof entries)[number], right: (typeof entries)[number]) =>
      right.round - left.round || right.votes - left.votes;
    expect(competitionRanksBy(entries, laterThenMore)).toEqual([3, 2, 1, 3]);
  });
});

test('an entry is tied when another has its rank', () => {
  expect(isTied([1, 2, 2, 4])).toEqual([false, true, true, false]);
});

describe('the margin to the next', () => {
  test('is the distance to the next place', () => {
    expect(marginsToNext([1, 2, 3], [50, 30, 20], subtract)).toEqual([20, 10, undefined]);
  });

  test('is 0 for every entry of a tie, however many share it', () => {
    expect(marginsToNext([1, 1, 1, 4], [30, 30, 30, 10], subtract)).toEqual([0, 0, 0, undefined]);
  });

  test('is unknown for every entry in the last place', () => {
    expect(marginsToNext([1, 2, 2], [30, 10, 10], subtract)).toEqual([20, undefined, undefined]);
    expect(marginsToNext([1, 1], [0, 0], subtract)).toEqual([undefined, undefined]);
  });

  test('is 0 between places that an earlier round decided', () => {
    expect(marginsToNext([1, 2, 3], [9, 4, 4], subtract)).toEqual([5, 0, undefined]);
  });

  test('does not depend on the listing', () => {
    expect(marginsToNext([4, 2, 1, 2], [10, 20, 50, 20], subtract)).toEqual([undefined, 0, 30, 0]);
  });
});
