import { describe, expect, test } from 'vitest';
import { narrative } from '../../src/db/tables/narrative.ts';
import { surveyOption } from '../../src/db/tables/survey.ts';
import { resultsOfSurveys } from '../../src/result/survey-results.ts';
import { exportResults } from '../../src/vote/export-results.ts';
import { narrativeRow, startVoting } from '../vote/voting.ts';

describe('the results of a ranked survey', () => {
  test('are those of the runoff, of which each narrative shows its last round', async () => {
    const { db, cast, settle, survey } = startVoting({ method: 'RANKED_CHOICE', maxChoices: 4 });
    const ballots = [['a', 'b'], ['a'], ['b', 'a'], ['c', 'b'], ['c', 'b', 'd'], ['b'], ['d', 'c']];
    await Promise.all(ballots.map((choices, index) => cast(choices, { voter: `v${index}` })));
    await settle();
    const row = survey();
    const ranked = resultsOfSurveys(db, [row]).get(row.id) ?? [];
    expect(exportResults(row, ranked, 'csv')).toBe(
      [
        'rank,narrative,votes,share,votes_api,votes_import,name,survey,edition,method,base,revision',
        `1,c,3,42.9,3,0,The c,${row.slug},,RANKED_CHOICE,7,1`,
        `2,a,2,28.6,2,0,The a,${row.slug},,RANKED_CHOICE,7,1`,
        `2,b,2,28.6,2,0,The b,${row.slug},,RANKED_CHOICE,7,1`,
        `4,d,1,14.3,1,0,The d,${row.slug},,RANKED_CHOICE,7,1\n`,
      ].join('\n'),
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

  test('have the options as they are now while no vote is counted', () => {
    const { db, survey } = startVoting({ method: 'RANKED_CHOICE', maxChoices: 2 });
    const e = db.insert(narrative).values(narrativeRow('e')).returning().get();
    const ranks = () => {
      const results = resultsOfSurveys(db, [survey()]).get(survey().id) ?? [];
      return Object.fromEntries(results.map(({ narrative: { slug }, rank }) => [slug, rank]));
    };
    expect(ranks()).toEqual({ a: 1, b: 1, c: 1, d: 1 });
    db.insert(surveyOption).values({ surveyId: survey().id, narrativeId: e.id, position: 4, votes: 0 }).run();
    db.$client.exec(
      "delete from survey_option where narrative_id = (select id from narrative where slug = 'a')",
    );
    expect(ranks()).toEqual({ b: 1, c: 1, d: 1, e: 1 });
  });
});
