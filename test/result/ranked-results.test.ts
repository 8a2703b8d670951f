import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankedResult } from '../../src/result/ranked-results.ts';
import { resultsOfSurveys } from '../../src/result/survey-results.ts';
import { resultsCsv } from '../../src/vote/export-votes.ts';
import { startVoting } from '../vote/voting.ts';

describe('the ranked of a ranked survey', () => {
  test('are those of the runoff, of which each narrative shows its last round', async () => {
    const { db, cast, survey } = startVoting({ method: 'RANKED_CHOICE', maxChoices: 4 });
    const ballots = [['a', 'b'], ['a'], ['b', 'a'], ['c', 'b'], ['c', 'b', 'd'], ['b'], ['d', 'c']];
    await Promise.all(ballots.map((choices, index) => cast(choices, { voter: `v${index}` })));
    const row = survey();
    const ranked = resultsOfSurveys(db, [row]).get(row.id) ?? [];
    expect(resultsCsv(ranked)).toBe(
      'rank,narrative,votes,share\n1,c,3,42.9\n2,a,2,28.6\n2,b,2,28.6\n4,d,1,14.3\n',
    );
    expect(ranked[0]?.runoff?.rounds.length).toBeGreaterThan(1);
  });

  test('follow each vote, though they are counted once for as long as nothing changes', async () => {
    const { db, cast, withdraw, result } = startVoting({ method: 'RANKED_CHOICE', maxChoices: 4 });
    await cast(['a']);
    expect(result()).toMatchObject({ a: 1, b: 0 });
    await cast(['b']);
    expect(result()).toMatchObject({ a: 0, b: 1 });
    await withdraw();
    expect(result()).toMatchObject({ a: 0, b: 0 });
    expect(db.$client.prepare('select * from ranking_count').all()).toEqual([]);
  });

  test('do not depend on the order in which options or rankings are listed', () => {
    const options = [1, 2, 3, 4, 5].map((narrativeId) => ({ narrativeId }));
    const ranking = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 1 });
    const counts = fc.array(fc.record({ ranking, count: fc.integer({ min: 1, max: 4 }) }), { maxLength: 12 });
    fc.assert(
      fc.property(
        counts.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(list, { minLength: list.length }),
            fc.shuffledSubarray(options, { minLength: options.length }),
          ),
        ),
        ([list, shuffledList, shuffledOptions]) => {
          const one = rankedResult(options, list);
          const other = rankedResult(shuffledOptions, shuffledList);
          expect(other.ranked).toEqual(one.ranked);
          expect(other.rounds).toEqual(one.rounds);
        },
      ),
    );
  });
});
