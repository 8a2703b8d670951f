import { describe, expect, test } from 'vitest';
import { resultsOfSurveys } from '../../src/result/survey-results.ts';
import { resultsCsv } from '../../src/vote/export-votes.ts';
import { startVoting } from '../vote/voting.ts';

describe('the results of a ranked survey', () => {
  test('are those of the runoff, of which each narrative shows its last round', async () => {
    const { db, cast, settle, survey } = startVoting({ method: 'RANKED_CHOICE', maxChoices: 4 });
    const ballots = [['a', 'b'], ['a'], ['b', 'a'], ['c', 'b'], ['c', 'b', 'd'], ['b'], ['d', 'c']];
    await Promise.all(ballots.map((choices, index) => cast(choices, { voter: `v${index}` })));
    await settle();
    const row = survey();
    const ranked = resultsOfSurveys(db, [row]).get(row.id) ?? [];
    expect(resultsCsv(ranked)).toBe(
      'rank,narrative,votes,share\n1,c,3,42.9\n2,a,2,28.6\n2,b,2,28.6\n4,d,1,14.3\n',
    );
    expect(ranked[0]?.runoff?.rounds.length).toBeGreaterThan(1);
  });

  test('follow the counts, and rank all options alike before the first and when no vote is left', async () => {
    const { db, cast, withdraw, settle, result } = startVoting({ method: 'RANKED_CHOICE', maxChoices: 4 });
    expect(result()).toEqual({ a: 0, b: 0, c: 0, d: 0 });
    await cast(['a']);
    expect(result()).toMatchObject({ a: 0 });
    await settle();
    expect(result()).toMatchObject({ a: 1, b: 0 });
    await cast(['b']);
    await settle();
    expect(result()).toMatchObject({ a: 0, b: 1 });
    await withdraw();
    await settle();
    expect(result()).toMatchObject({ a: 0, b: 0 });
    expect(db.$client.prepare('select * from ranking_count').all()).toEqual([]);
  });
});
