import { describe, expect, test } from 'vitest';
import { instantRunoff } from '../../src/result/instant-runoff.ts';
import type { RankingCount } from '../../src/result/ranking.ts';

const [depin, ai, gamefi, defi, rwa] = [1, 2, 3, 4, 5];
const ballots = (count: number, ...ranking: number[]): RankingCount => ({ ranking, count });
const oneByOne = { batchElimination: false };
const inBatches = { batchElimination: true };

describe('a tie for the fewest votes', () => {
  test('falls on the option that had fewer in the latest earlier round in which they differed', () => {
    const { rounds, ties } = instantRunoff(
      [ballots(9, depin), ballots(8, ai), ballots(5, gamefi), ballots(4, defi), ballots(1, rwa, defi)],
      [depin, ai, gamefi, defi, rwa],
      oneByOne,
    );
    expect(rounds[1]).toMatchObject({
      votes: new Map([
        [depin, 9],
        [ai, 8],
        [gamefi, 5],
        [defi, 5],
      ]),
      eliminated: [defi],
    });
    expect(ties).toEqual([{ round: 2, options: [gamefi, defi], resolvedBy: 'EARLIER_ROUND' }]);
  });

  test('looks at the latest such round, not at the first', () => {
    const { rounds, ties } = instantRunoff(
      [
        ballots(20, depin),
        ballots(20, ai),
        ballots(5, gamefi),
        ballots(6, defi),
        ballots(2, rwa, gamefi),
        ballots(2, 6),
        ballots(1, 6, defi),
      ],
      [depin, ai, gamefi, defi, rwa, 6],
      oneByOne,
    );
    const fewest = rounds.slice(0, 3).map(({ votes }) => [votes.get(gamefi), votes.get(defi)]);
    expect(fewest).toEqual([
      [5, 6],
      [7, 6],
      [7, 7],
    ]);
    expect(rounds[2]?.eliminated).toEqual([defi]);
    expect(ties[0]).toEqual({ round: 3, options: [gamefi, defi], resolvedBy: 'EARLIER_ROUND' });
  });

  test('sends options away together that were level in every round', () => {
    const { rounds, ties, ranked } = instantRunoff(
      [ballots(4, depin), ballots(3, ai, gamefi), ballots(3, gamefi, ai)],
      [depin, ai, gamefi],
      oneByOne,
    );
    expect(rounds.map(({ eliminated }) => eliminated)).toEqual([[ai, gamefi], []]);
    expect(ties).toEqual([{ round: 1, options: [ai, gamefi], resolvedBy: 'TOGETHER' }]);
    expect(ranked.map(({ rank }) => rank)).toEqual([1, 2, 2]);
  });

  test('is reported in two steps when an earlier round narrows it but does not decide it', () => {
    const { rounds, ties } = instantRunoff(
      [
        ballots(20, depin),
        ballots(20, ai),
        ballots(6, gamefi),
        ballots(5, defi),
        ballots(5, rwa),
        ballots(1, 6, defi),
        ballots(1, 6, rwa),
      ],
      [depin, ai, gamefi, defi, rwa, 6],
      oneByOne,
    );
    expect(rounds[1]).toMatchObject({ eliminated: [defi, rwa] });
    expect(ties.slice(0, 2)).toEqual([
      { round: 2, options: [gamefi, defi, rwa], resolvedBy: 'EARLIER_ROUND' },
      { round: 2, options: [defi, rwa], resolvedBy: 'TOGETHER' },
    ]);
  });

  test('is a shared first rank when no other option is left', () => {
    const level = [ballots(3, depin, ai), ballots(3, ai, gamefi), ballots(3, gamefi, depin)];
    const { winners, rounds, ties } = instantRunoff(level, [depin, ai, gamefi], inBatches);
    expect(winners).toEqual([depin, ai, gamefi]);
    expect(rounds).toHaveLength(1);
    expect(ties).toEqual([{ round: 1, options: [depin, ai, gamefi], resolvedBy: 'SHARED' }]);
  });

  test('is a shared first rank between the last two, whichever led before', () => {
    const { winners, ranked, ties } = instantRunoff(
      [ballots(5, depin), ballots(4, ai), ballots(1, gamefi, ai)],
      [depin, ai, gamefi],
      oneByOne,
    );
    expect(winners).toEqual([depin, ai]);
    expect(ranked.map(({ rank, votes }) => ({ rank, votes }))).toEqual([
      { rank: 1, votes: 5 },
      { rank: 1, votes: 5 },
      { rank: 3, votes: 1 },
    ]);
    expect(ties).toEqual([{ round: 2, options: [depin, ai], resolvedBy: 'SHARED' }]);
  });
});
