import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { narrative } from '../../../src/db/tables/narrative.ts';
import { resultsOfSurveys } from '../../../src/result/survey-results.ts';
import { importVotes } from '../../../src/vote/import/import-votes.ts';
import { ballotsOf2017, hasBallots } from '../../support/ballots.ts';
import { addSurvey, secret, startVoting } from '../voting.ts';

const firstChoices = {
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
};
const names = [...Object.keys(firstChoices), 'Theron Preston Washington'];
const slugOf = (name: string) => name.toLowerCase().replace(/[^a-z]+/g, '-');
const slugs = names.map(slugOf);
const map = { overvote: null, UWI: null };
const ranks = ['first_choice', 'second_choice', 'third_choice'];

/** An election in which every candidate is an option; their order is shuffled, which is to change nothing. */
function startElection(changes: Parameters<typeof startVoting>[0]) {
  const voting = startVoting({ slug: 'unused', state: 'DRAFT' }, { slugs: ['first', 'second'] });
  voting.db
    .insert(narrative)
    .values(
      names.map((name) => ({
        slug: slugOf(name),
        name,
        shortName: name,
        summary: '',
        keyPoints: '[]',
        relatedProjects: '[]',
        updatedAt: 0,
      })),
    )
    .run();
  const shuffled = slugs.toSorted((left, right) => (left.slice(2) < right.slice(2) ? -1 : 1));
  addSurvey(voting.db, { slug: 'mayor', ...changes }, shuffled);
  const load = (count: number) =>
    importVotes(voting.writer, voting.db, secret, {
      survey: 'mayor',
      open: () => createReadStream(ballotsOf2017),
      choiceColumns: ranks.slice(0, count),
      map,
    });
  return { ...voting, load };
}

describe.skipIf(!hasBallots)('the Minneapolis mayoral election of 2017, imported', () => {
  test('as SINGLE_CHOICE has the first choices of its cast vote record', async () => {
    const { load, result, survey } = startElection({ method: 'SINGLE_CHOICE', maxChoices: 1 });
    const report = await load(1);
    expect(report).toMatchObject({ rows: 105_928, votes: 104_161, blank: 1_534 + 136 + 97, faulty: 0 });
    expect(result('mayor')).toMatchObject(
      Object.fromEntries(Object.entries(firstChoices).map(([name, votes]) => [slugOf(name), votes])),
    );
    expect(survey('mayor').ballots).toBe(104_161);
  });

  test('as RANKED_CHOICE elects Jacob Frey with the certified totals, and a second run adds nothing', async () => {
    const { db, load, survey, settle } = startElection({ method: 'RANKED_CHOICE', maxChoices: 3 });
    const report = await load(3);
    expect(report).toMatchObject({ rows: 105_928, added: report.votes, faulty: 0 });
    expect(await load(3)).toEqual({ ...report, added: 0 });
    await settle('mayor');
    const row = survey('mayor');
    const results = resultsOfSurveys(db, [row]).get(row.id) ?? [];
    const runoff = results[0]?.runoff;
    expect(results.slice(0, 3).map(({ rank, narrative, votes }) => [rank, narrative.slug, votes])).toEqual([
      [1, 'jacob-frey', 46_704],
      [2, 'raymond-dehn', 34_970],
      [3, 'betsy-hodges', 26_865],
    ]);
    expect(runoff?.rounds.at(-1)?.continuing).toBe(81_674);
    expect([...(runoff?.rounds.at(-2)?.votes.values() ?? [])]).toEqual([39_356, 27_357, 26_865]);
    expect(runoff?.ballots).toBe(report.votes);
    expect(row.ballots).toBe(report.votes);
  });
});
