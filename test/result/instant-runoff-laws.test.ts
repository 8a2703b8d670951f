import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantRunoff } from '../../src/result/instant-runoff.ts';
import { markedWithoutChoice, type RankCell, skippedRank } from '../../src/result/ranking.ts';
import { parseStoredRunoff, storedRunoff } from '../../src/result/stored-runoff.ts';
import { distinctRankings } from './distinct-rankings.ts';
import { countPlainly, type Election } from './plain-count.ts';

/** Few ballots over few options, so that about half of the elections hold a tie. */
const smallElection: fc.Arbitrary<Election> = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.record({
    options: fc.constant(Array.from({ length: size }, (_, index) => index + 1)),
    ballots: fc.array(
      fc.array(
        fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: 1, max: size }) },
          { weight: 1, arbitrary: fc.constantFrom<RankCell>(skippedRank, markedWithoutChoice) },
        ),
        { maxLength: 6 },
      ),
      { maxLength: 40 },
    ),
    batchElimination: fc.boolean(),
  }),
);

/** Many ballots for few rankings, so that ties are rare. */
const largeElection = fc.record({
  options: fc.constant([1, 2, 3, 4, 5, 6]),
  rankings: fc.array(
    fc.record({
      ranking: fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 1 }),
      count: fc.integer({ min: 1, max: 100_000 }),
    }),
    { minLength: 6, maxLength: 40 },
  ),
});

const count = ({ options, ballots, batchElimination }: Election) =>
  instantRunoff(distinctRankings(ballots), options, { batchElimination });

describe('instant runoff', () => {
  test('agrees with a plain recount on 1,000 random elections, ties included', () => {
    let ties = 0;
    fc.assert(
      fc.property(smallElection, (election) => {
        const result = count(election);
        ties += result.ties.length > 0 ? 1 : 0;
        const plain = countPlainly(election);
        expect({
          tallies: result.rounds.map(({ votes }) => Object.fromEntries(votes)),
          eliminated: result.rounds.map(({ eliminated }) => [...eliminated].sort()),
          winners: result.winners,
          ranks: Object.fromEntries(result.ranked.map(({ option, rank }) => [option, rank])),
        }).toEqual({ ...plain, eliminated: plain.eliminated.map((options) => options.sort()) });
      }),
      { numRuns: 1_000, seed: 2024 },
    );
    expect(ties).toBeGreaterThan(200);
  });

  test('gives the same result however options and ballots are listed', () => {
    const shuffled = smallElection.chain((election) =>
      fc.record({
        election: fc.constant(election),
        options: fc.shuffledSubarray(election.options, { minLength: election.options.length }),
        ballots: fc.shuffledSubarray(election.ballots, { minLength: election.ballots.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ election, options, ballots }) => {
        const inOrder = count(election);
        const outOfOrder = count({ ...election, options, ballots });
        expect(outOfOrder).toEqual(inOrder);
        // toEqual does not look at the order within a Map.
        const listed = outOfOrder.rounds.map(({ votes }) => [...votes]);
        expect(listed).toEqual(inOrder.rounds.map(({ votes }) => [...votes]));
      }),
    );
  });

  test('favours no option: exchanging names exchanges ranks and votes', () => {
    const renamed = smallElection.chain((election) =>
      fc.record({
        election: fc.constant(election),
        names: fc.shuffledSubarray(election.options, { minLength: election.options.length }),
      }),
    );
    fc.assert(
      fc.property(renamed, ({ election, names }) => {
        const rename = (cell: RankCell) => (cell === null ? null : (names[cell - 1] ?? 0));
        const ballots = election.ballots.map((cells) => cells.map(rename));
        const byOption = new Map(count({ ...election, ballots }).ranked.map((own) => [own.option, own]));
        for (const { option, ...standing } of count(election).ranked) {
          expect(byOption.get(names[option - 1] ?? 0)).toMatchObject(standing);
        }
      }),
    );
  });

  test('gives the same result from single ballots as from counts of distinct rankings', () => {
    fc.assert(
      fc.property(smallElection, ({ options, ballots, batchElimination }) => {
        const distinct = distinctRankings(ballots);
        const single = distinct.flatMap(({ ranking, count: times }) =>
          Array.from({ length: times }, () => ({ ranking, count: 1 })),
        );
        const settings = { batchElimination };
        expect(instantRunoff(single, options, settings)).toEqual(instantRunoff(distinct, options, settings));
      }),
    );
  });

  test('elects the same with and without batches where no tie comes up', () => {
    fc.assert(
      fc.property(largeElection, ({ rankings, options }) => {
        const inBatches = instantRunoff(rankings, options, { batchElimination: true });
        const oneByOne = instantRunoff(rankings, options, { batchElimination: false });
        fc.pre(inBatches.ties.length === 0 && oneByOne.ties.length === 0);
        expect(inBatches.winners).toEqual(oneByOne.winners);
        expect(inBatches.rounds.length).toBeLessThanOrEqual(oneByOne.rounds.length);
      }),
      { numRuns: 500 },
    );
  });

  test('loses no ballot: in every round votes and exhausted ballots make up all of them', () => {
    fc.assert(
      fc.property(smallElection, (election) => {
        const result = count(election);
        for (const [index, round] of result.rounds.entries()) {
          const standing = [...round.votes.values()].reduce((sum, votes) => sum + votes, 0);
          expect(standing).toBe(round.continuing);
          expect(round.continuing + round.exhausted).toBe(result.ballots);
          for (const option of round.eliminated) {
            const moved = round.transfers.filter(({ from }) => from === option);
            expect(moved.reduce((sum, { votes }) => sum + votes, 0)).toBe(round.votes.get(option));
          }
          const next = result.rounds[index + 1];
          for (const [option, votes] of next?.votes ?? []) {
            const gained = round.transfers.filter(({ to }) => to === option);
            expect(votes).toBe(gained.reduce((sum, move) => sum + move.votes, round.votes.get(option) ?? 0));
          }
        }
      }),
    );
  });

  test('reads from what is stored as it was', () => {
    fc.assert(
      fc.property(smallElection, (election) => {
        const result = count(election);
        expect(parseStoredRunoff(storedRunoff(result))).toEqual(result);
      }),
    );
  });

  test('ranks every option once, never a lower one with more votes, and equal ranks with equal votes', () => {
    fc.assert(
      fc.property(smallElection, (election) => {
        const { ranked } = count(election);
        expect(ranked.map(({ option }) => option).sort()).toEqual(election.options);
        for (const [place, own] of ranked.entries()) {
          const before = ranked[place - 1];
          if (before === undefined) continue;
          expect(before.votes).toBeGreaterThanOrEqual(own.votes);
          if (before.rank === own.rank) expect(before.votes).toBe(own.votes);
          else expect(own.rank).toBe(place + 1);
        }
      }),
    );
  });
});
