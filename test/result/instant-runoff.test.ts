import { describe, expect, test } from 'vitest';
import { instantRunoff } from '../../src/result/instant-runoff.ts';
import type { RankingCount } from '../../src/result/ranking.ts';

const [depin, ai, gamefi, defi, rwa] = [1, 2, 3, 4, 5];
const ballots = (count: number, ...ranking: number[]): RankingCount => ({ ranking, count });
const oneByOne = { batchElimination: false };
const inBatches = { batchElimination: true };

const ranksOf = (rankings: RankingCount[], options: number[], settings = oneByOne) =>
  Object.fromEntries(
    instantRunoff(rankings, options, settings).ranked.map(({ option, rank }) => [option, rank]),
  );

describe('a count', () => {
  test('ends at once when an option has more than half', () => {
    const result = instantRunoff(
      [ballots(6, depin), ballots(3, ai), ballots(2, gamefi)],
      [depin, ai, gamefi],
      oneByOne,
    );
    expect(result).toEqual({
      ballots: 11,
      imported: 0,
      rounds: [
        {
          number: 1,
          votes: new Map([
            [depin, 6],
            [ai, 3],
            [gamefi, 2],
          ]),
          continuing: 11,
          exhausted: 0,
          eliminated: [],
          transfers: [],
        },
      ],
      winners: [depin],
      ranked: [
        { option: depin, rank: 1, votes: 6, imported: 0, eliminatedInRound: undefined },
        { option: ai, rank: 2, votes: 3, imported: 0, eliminatedInRound: undefined },
        { option: gamefi, rank: 3, votes: 2, imported: 0, eliminatedInRound: undefined },
      ],
      ties: [],
    });
  });

  test('goes on at exactly half', () => {
    const { rounds, winners } = instantRunoff(
      [ballots(5, depin), ballots(3, ai), ballots(2, gamefi, ai)],
      [depin, ai, gamefi],
      oneByOne,
    );
    expect(rounds.map(({ eliminated }) => eliminated)).toEqual([[gamefi], []]);
    expect(winners).toEqual([depin, ai]);
  });

  test('moves the votes of the lowest option to the next continuing choice', () => {
    const { rounds, winners } = instantRunoff(
      [
        ballots(8, depin),
        ballots(7, ai),
        ballots(4, gamefi, defi, ai),
        ballots(1, gamefi),
        ballots(3, defi, gamefi, ai),
        ballots(1, defi, depin),
      ],
      [depin, ai, gamefi, defi],
      oneByOne,
    );
    expect(rounds).toMatchObject([
      {
        number: 1,
        continuing: 24,
        exhausted: 0,
        eliminated: [defi],
        transfers: [
          { from: defi, to: depin, votes: 1 },
          { from: defi, to: gamefi, votes: 3 },
        ],
      },
      {
        number: 2,
        votes: new Map([
          [depin, 9],
          [gamefi, 8],
          [ai, 7],
        ]),
        eliminated: [ai],
        transfers: [{ from: ai, to: undefined, votes: 7 }],
      },
      {
        number: 3,
        votes: new Map([
          [depin, 9],
          [gamefi, 8],
        ]),
        continuing: 17,
        exhausted: 7,
        eliminated: [],
      },
    ]);
    expect(winners).toEqual([depin]);
  });

  test('measures the majority by the ballots that continue, not by all', () => {
    const { rounds, winners } = instantRunoff(
      [ballots(4, depin), ballots(3, ai), ballots(2, gamefi), ballots(2, defi, gamefi)],
      [depin, ai, gamefi, defi],
      oneByOne,
    );
    // Two with two votes, level from the start, leave together: 4 of 7 continuing is a majority, of 11 it
    // is not.
    expect(rounds.at(-1)).toMatchObject({
      continuing: 7,
      exhausted: 4,
      votes: new Map([
        [depin, 4],
        [ai, 3],
      ]),
    });
    expect(winners).toEqual([depin]);
  });

  test('never moves a vote to an option that leaves in the same round', () => {
    const { rounds } = instantRunoff(
      [ballots(9, depin), ballots(8, ai), ballots(2, gamefi, defi, ai), ballots(1, defi, gamefi)],
      [depin, ai, gamefi, defi],
      inBatches,
    );
    expect(rounds[0]).toMatchObject({
      eliminated: [gamefi, defi],
      transfers: [
        { from: gamefi, to: ai, votes: 2 },
        { from: defi, to: undefined, votes: 1 },
      ],
    });
  });

  test('without ballots has no rounds and no winner, and every option shares the first rank', () => {
    expect(instantRunoff([], [ai, depin], inBatches)).toEqual({
      ballots: 0,
      imported: 0,
      rounds: [],
      winners: [],
      ranked: [
        { option: depin, rank: 1, votes: 0, imported: 0, eliminatedInRound: undefined },
        { option: ai, rank: 1, votes: 0, imported: 0, eliminatedInRound: undefined },
      ],
      ties: [],
    });
  });

  test('leaves out counts of 0, blank ballots and ballots without a continuing choice', () => {
    const { ballots: counted } = instantRunoff(
      [ballots(0, depin), ballots(4), ballots(3, 99), ballots(2, 99, ai)],
      [depin, ai],
      oneByOne,
    );
    expect(counted).toBe(2);
  });
});

describe('elimination', () => {
  const crowd = [
    ballots(20, depin),
    ballots(15, ai),
    ballots(6, gamefi, ai),
    ballots(3, defi, ai),
    ballots(2, rwa, defi),
  ];
  const everyone = [depin, ai, gamefi, defi, rwa];

  test('takes the lowest options at once when together they have fewer votes than the next', () => {
    const { rounds, winners } = instantRunoff(crowd, everyone, inBatches);
    expect(rounds.map(({ eliminated }) => eliminated)).toEqual([[gamefi, defi, rwa], []]);
    expect(winners).toEqual([ai]);
  });

  test('takes them one by one when batches are switched off', () => {
    const { rounds, winners } = instantRunoff(crowd, everyone, oneByOne);
    expect(rounds.map(({ eliminated }) => eliminated)).toEqual([[rwa], [defi], [gamefi], []]);
    expect(winners).toEqual([ai]);
  });

  test('leaves a batch alone that has exactly as many votes as the next', () => {
    const { rounds } = instantRunoff(
      [ballots(9, depin), ballots(8, ai), ballots(5, gamefi), ballots(3, defi), ballots(2, rwa)],
      everyone,
      inBatches,
    );
    expect(rounds[0]?.eliminated).toEqual([rwa]);
  });

  test.each([oneByOne, inBatches])(
    'takes all options without a vote at once, and calls it no tie: %o',
    (settings) => {
      const { rounds, ties } = instantRunoff(
        [ballots(4, depin), ballots(3, ai, defi), ballots(3, gamefi, rwa)],
        everyone,
        settings,
      );
      expect(rounds[0]?.eliminated).toEqual([defi, rwa]);
      expect(ties.map(({ round }) => round)).toEqual([2]);
    },
  );
});

describe('ranks', () => {
  test('put the later eliminated higher, and those eliminated together by their votes', () => {
    const rankings = [
      ballots(20, depin),
      ballots(15, ai),
      ballots(6, gamefi, ai),
      ballots(3, defi),
      ballots(2, rwa),
    ];
    expect(ranksOf(rankings, [rwa, defi, gamefi, ai, depin], inBatches)).toEqual({
      [ai]: 1,
      [depin]: 2,
      [gamefi]: 3,
      [defi]: 4,
      [rwa]: 5,
    });
  });

  test('are shared by options that left together with equal votes', () => {
    const rankings = [
      ballots(20, depin),
      ballots(15, ai),
      ballots(10, gamefi),
      ballots(2, defi),
      ballots(2, rwa),
    ];
    expect(ranksOf(rankings, [depin, ai, gamefi, defi, rwa], inBatches)).toMatchObject({
      [defi]: 4,
      [rwa]: 4,
    });
  });

  test('rest on the last round in which an option stood', () => {
    const { ranked } = instantRunoff(
      [ballots(8, depin), ballots(7, ai), ballots(4, gamefi, ai), ballots(3, defi, gamefi)],
      [depin, ai, gamefi, defi],
      oneByOne,
    );
    expect(ranked).toEqual([
      { option: ai, rank: 1, votes: 11, imported: 0, eliminatedInRound: undefined },
      { option: depin, rank: 2, votes: 8, imported: 0, eliminatedInRound: undefined },
      { option: gamefi, rank: 3, votes: 7, imported: 0, eliminatedInRound: 2 },
      { option: defi, rank: 4, votes: 3, imported: 0, eliminatedInRound: 1 },
    ]);
  });
});
