import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  effectiveRanking,
  markedWithoutChoice,
  overvotedRank,
  parseStoredRanking,
  type RankCell,
  skippedRank,
  storedRanking,
} from '../../src/result/ranking.ts';
import { distinctRankings } from './distinct-rankings.ts';

const skip = skippedRank;
const mark = markedWithoutChoice;
const over = overvotedRank;
const ballots = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constantFrom<RankCell>(skip, mark, over)),
  { maxLength: 10 },
);

describe('what of a ballot counts', () => {
  test.each<{ rule: string; cells: RankCell[]; counts: number[] }>([
    { rule: 'every choice in order', cells: [3, 1, 2], counts: [3, 1, 2] },
    { rule: 'the next choice after one skip', cells: [3, skip, 2], counts: [3, 2] },
    { rule: 'the next choice after a skip at the top', cells: [skip, 1], counts: [1] },
    { rule: 'each choice after single skips', cells: [1, skip, 2, skip, 3], counts: [1, 2, 3] },
    { rule: 'nothing behind two skips in a row', cells: [3, skip, skip, 2], counts: [3] },
    { rule: 'nothing at all when two skips come first', cells: [skip, skip, 1], counts: [] },
    { rule: 'the next choice after a mark without a choice', cells: [mark, 1], counts: [1] },
    {
      rule: 'the next choice after any number of such marks',
      cells: [1, mark, mark, mark, 2],
      counts: [1, 2],
    },
    {
      rule: 'the choice after skip, mark, skip: not two in a row',
      cells: [1, skip, mark, skip, 2],
      counts: [1, 2],
    },
    { rule: 'nothing after mark, skip, skip', cells: [mark, skip, skip, 2], counts: [] },
    { rule: 'a repeated option once, at its first place', cells: [2, 1, 2, 3], counts: [2, 1, 3] },
    {
      rule: 'the choice after skip, repeat, skip: not two in a row',
      cells: [1, skip, 1, skip, 2],
      counts: [1, 2],
    },
    { rule: 'nothing of an empty form', cells: [skip, skip, skip], counts: [] },
    { rule: 'the next choice after an overvote', cells: [1, over, 2], counts: [1, 2] },
    { rule: 'the choice after skip, overvote, skip', cells: [skip, over, skip, 2], counts: [2] },
    { rule: 'nothing of overvotes alone', cells: [over, over], counts: [] },
    { rule: 'nothing of no form', cells: [], counts: [] },
  ])('$rule', ({ cells, counts }) => {
    expect(effectiveRanking(cells)).toEqual(counts);
  });

  test.each<{ rule: string; cells: RankCell[]; counts: number[] }>([
    { rule: 'nothing behind an overvote', cells: [1, over, 2], counts: [1] },
    { rule: 'nothing when an overvote comes first', cells: [over, 2], counts: [] },
    { rule: 'the choice after a write-in', cells: [mark, 2, over, 3], counts: [2] },
    { rule: 'nothing behind two skips before an overvote', cells: [1, skip, skip, over, 2], counts: [1] },
  ])('under EXHAUST, $rule', ({ cells, counts }) => {
    expect(effectiveRanking(cells, 'EXHAUST')).toEqual(counts);
  });

  test('is what a pattern over the written ballot says', () => {
    fc.assert(
      fc.property(ballots, (cells) => {
        const written = cells.map((cell) => (cell === skip ? '_' : cell === over ? '#' : cell)).join('');
        const choices = written.replace(/__.*$/, '').replaceAll(/[_0#]/g, '');
        expect(effectiveRanking(cells)).toEqual([...new Set(choices)].map(Number));
        const until = written.replace(/(__|#).*$/, '').replaceAll(/[_0]/g, '');
        expect(effectiveRanking(cells, 'EXHAUST')).toEqual([...new Set(until)].map(Number));
      }),
    );
  });
});

describe('a stored ballot', () => {
  test('keeps its gaps and marks, and loses the skips at its end', () => {
    expect(storedRanking([7, skip, mark, 9, skip, skip])).toBe('[7,null,0,9]');
    expect(storedRanking([skip, skip])).toBe('[]');
    expect(storedRanking([5, mark])).toBe('[5,0]');
    expect(storedRanking([5, over, 6])).toBe('[5,-1,6]');
  });

  test('counts the same when it is read again', () => {
    fc.assert(
      fc.property(ballots, (cells) => {
        const read = parseStoredRanking(storedRanking(cells));
        expect(effectiveRanking(read)).toEqual(effectiveRanking(cells));
        expect(storedRanking(read)).toBe(storedRanking(cells));
      }),
    );
  });

  test.each(['{}', '7', '["7"]', '[-2]', '[1.5]', '[[1]]'])('is never %s', (stored) => {
    expect(() => parseStoredRanking(stored)).toThrow(TypeError);
  });
});

test('ballots that count alike are counted together, and blank ones are left out', () => {
  const cells: RankCell[][] = [[1, 2], [1, skip, 2], [2, 1], [mark, 1, 2, 1], [], [mark], [skip, skip, 1]];
  expect(distinctRankings(cells)).toEqual([
    { ranking: [1, 2], count: 3 },
    { ranking: [2, 1], count: 1 },
  ]);
});

test('rankings with the same digits stay apart', () => {
  expect(distinctRankings([[1, 11], [11, 1], [111]])).toHaveLength(3);
});
