import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { instantRunoff } from '../../src/result/instant-runoff.ts';
import {
  effectiveRanking,
  markedWithoutChoice,
  type RankCell,
  skippedRank,
} from '../../src/result/ranking.ts';
import { ballotsOf2017, hasBallots } from '../support/ballots.ts';
import { distinctRankings } from './distinct-rankings.ts';

const nameless = new Map<string, RankCell>([
  ['', skippedRank],
  ['undervote', skippedRank],
  ['overvote', markedWithoutChoice],
  ['UWI', markedWithoutChoice],
]);

/** The ballots as ids by rank, and the names that the ids stand for: id 1 is the first. */
function readElection(): { ballots: RankCell[][]; names: string[] } {
  const rows: string[][] = parse(gunzipSync(readFileSync(ballotsOf2017)), { fromLine: 2 });
  const cells = new Map(nameless);
  const names: string[] = [];
  const ballots = rows.map(([, ...texts]) =>
    texts.map((text) => {
      const known = cells.get(text);
      if (known !== undefined) return known;
      cells.set(text, names.push(text));
      return names.length;
    }),
  );
  return { ballots, names };
}

describe.skipIf(!hasBallots)('the Minneapolis mayoral election of 2017', () => {
  const { ballots, names } = !hasBallots ? { ballots: [], names: [] } : readElection();
  const options = names.map((_, index) => index + 1);
  const nameOf = (option: number | undefined) => names[(option ?? 0) - 1] ?? 'exhausted';
  const countedInBatches = () =>
    instantRunoff(distinctRankings(ballots), options, { batchElimination: true });

  test('has the first choices of its cast vote record', () => {
    const firstChoices = new Map<string, number>();
    for (const [first] of ballots) {
      if (first === skippedRank || first === markedWithoutChoice) continue;
      firstChoices.set(nameOf(first), (firstChoices.get(nameOf(first)) ?? 0) + 1);
    }
    expect(ballots).toHaveLength(105_928);
    expect(Object.fromEntries(firstChoices)).toEqual({
      'Jacob Frey': 26_042,
      'Tom Hoch': 20_097,
      'Betsy Hodges': 18_860,
      'Raymond Dehn': 18_089,
      'Nekima Levy-Pounds': 15_703,
      'Charlie Gers': 1_232,
      'Aswar Rahman': 746,
      'Al Flowers': 704,
      'L.A. Nik': 610,
      'David Rosenfeld': 474,
      'Captain Jack Sparrow': 435,
      'Gregg A. Iverson': 334,
      'Ronald Lischeid': 317,
      'David John Wilson': 216,
      'Troy Benjegerdes': 183,
      'Ian Simpson': 118,
      'Christopher Zimmerman': 1,
    });
  });

  test('elects Jacob Frey with the published votes of every round', () => {
    const { ballots: counted, rounds, winners, ties } = countedInBatches();
    expect(winners.map(nameOf)).toEqual(['Jacob Frey']);
    expect(counted).toBe(104_398);
    expect(ties).toEqual([]);
    expect(
      rounds.map(({ votes, continuing, exhausted }) => ({
        leaders: Object.fromEntries([...votes].slice(0, 5).map(([option, own]) => [nameOf(option), own])),
        standing: votes.size,
        continuing,
        exhausted,
      })),
    ).toEqual([
      {
        leaders: {
          'Jacob Frey': 26_112,
          'Tom Hoch': 20_128,
          'Betsy Hodges': 18_911,
          'Raymond Dehn': 18_103,
          'Nekima Levy-Pounds': 15_717,
        },
        standing: 18,
        continuing: 104_398,
        exhausted: 0,
      },
      {
        leaders: {
          'Jacob Frey': 26_738,
          'Tom Hoch': 20_909,
          'Betsy Hodges': 19_457,
          'Raymond Dehn': 18_573,
          'Nekima Levy-Pounds': 16_188,
        },
        standing: 5,
        continuing: 101_865,
        exhausted: 2_533,
      },
      {
        leaders: { 'Jacob Frey': 29_468, 'Raymond Dehn': 24_027, 'Betsy Hodges': 23_501, 'Tom Hoch': 22_751 },
        standing: 4,
        continuing: 99_747,
        exhausted: 4_651,
      },
      {
        leaders: { 'Jacob Frey': 39_356, 'Raymond Dehn': 27_357, 'Betsy Hodges': 26_865 },
        standing: 3,
        continuing: 93_578,
        exhausted: 10_820,
      },
      {
        leaders: { 'Jacob Frey': 46_704, 'Raymond Dehn': 34_970 },
        standing: 2,
        continuing: 81_674,
        exhausted: 22_724,
      },
    ]);
  });

  test('moves the votes of Betsy Hodges as published', () => {
    const moved = countedInBatches().rounds.at(-2)?.transfers ?? [];
    expect(Object.fromEntries(moved.map(({ to, votes }) => [nameOf(to), votes]))).toEqual({
      'Jacob Frey': 7_348,
      'Raymond Dehn': 7_613,
      exhausted: 11_904,
    });
  });

  test('ranks by the last round in which each stood', () => {
    const { ranked } = countedInBatches();
    expect(ranked.slice(0, 6).map(({ option, rank, votes }) => [rank, nameOf(option), votes])).toEqual([
      [1, 'Jacob Frey', 46_704],
      [2, 'Raymond Dehn', 34_970],
      [3, 'Betsy Hodges', 26_865],
      [4, 'Tom Hoch', 22_751],
      [5, 'Nekima Levy-Pounds', 16_188],
      [6, 'Charlie Gers', 1_238],
    ]);
    expect(ranked.at(-1)).toMatchObject({ rank: 18, votes: 0 });
  });

  test('comes to the same last round without batches and without grouping ballots', () => {
    const rankings = ballots.map((cells) => ({ ranking: effectiveRanking(cells), count: 1 }));
    const { rounds } = instantRunoff(rankings, options, { batchElimination: false });
    const last = countedInBatches().rounds.at(-1);
    expect({ ...rounds.at(-1), number: last?.number }).toEqual(last);
  });
});
