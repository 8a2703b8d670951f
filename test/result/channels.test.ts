import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelsOfResult } from '../../src/result/channels.ts';
import { outcome } from '../../src/result/outcome.ts';
import { resultsOfSurveys } from '../../src/result/survey-results.ts';
import { exportResults } from '../../src/vote/export-results.ts';
import { voidImport } from '../../src/vote/import/void-import.ts';
import { startApp } from '../support/app.ts';
import { importing } from '../vote/import/importing.ts';
import { startVoting, type Voting } from '../vote/voting.ts';

const results = ({ db, survey }: Voting) => {
  const row = survey();
  return resultsOfSurveys(db, [row]).get(row.id) ?? [];
};

const channels = (voting: Voting) => {
  const all = results(voting);
  return {
    ballots: outcome(voting.survey(), all).channels,
    votes: Object.fromEntries(all.map((result) => [result.narrative.slug, channelsOfResult(result)])),
  };
};

const both = (api: number, apiShare: number, imported: number, importedShare: number) => [
  { channel: 'API', votes: api, share: apiShare },
  { channel: 'IMPORT', votes: imported, share: importedShare },
];

describe('votes by channel', () => {
  test.each(['SINGLE_CHOICE', 'RANKED_CHOICE'] as const)(
    'of a %s survey follow what comes and goes',
    async (method) => {
      const voting = startVoting({ method });
      for (const [voter, choice] of [
        ['1', 'a'],
        ['2', 'a'],
        ['3', 'b'],
        ['4', 'c'],
      ] as const) {
        await voting.cast([choice], { voter });
      }
      await voting.withdraw({ voter: '4' });
      const first = await importing(voting, 'who,pick\n1,a\n2,b\n3,b\n', { voterColumn: 'who' });
      const second = await importing(voting, 'who,pick\n3,c\n4,b\n', { voterColumn: 'who' });
      await voting.settle();
      expect(channels(voting)).toEqual({
        ballots: both(3, 42.9, 4, 57.1),
        votes: {
          a: both(2, 66.7, 1, 25),
          b: both(1, 33.3, 2, 50),
          c: both(0, 0, 1, 25),
          d: both(0, 0, 0, 0),
        },
      });
      const voiding = { reason: 'wrong', actor: 'cli' };
      await voidImport(voting.writer, voting.db, { batch: second.report.batch ?? '', ...voiding });
      expect(channels(voting)).toMatchObject({
        ballots: both(3, 50, 3, 50),
        votes: { b: both(1, 33.3, 2, 66.7), c: both(0, 0, 0, 0) },
      });
      await voidImport(voting.writer, voting.db, { batch: first.report.batch ?? '', ...voiding });
      expect(channels(voting)).toMatchObject({
        ballots: both(3, 100, 0, 0),
        votes: { a: both(2, 66.7, 0, 0), b: both(1, 33.3, 0, 0) },
      });
    },
  );

  test('of a runoff are those of the last round in which the option stood', async () => {
    const voting = startVoting({ method: 'RANKED_CHOICE', maxChoices: 4 });
    const cast = [['a'], ['a'], ['b', 'a'], ['c', 'b']];
    await Promise.all(cast.map((choices, voter) => voting.cast(choices, { voter: String(voter) })));
    await importing(voting, 'pick,next\nb,\nb,\nc,b\na,\n', { choiceColumns: ['pick', 'next'] });
    await voting.settle();
    expect(channels(voting)).toEqual({
      ballots: both(4, 50, 4, 50),
      votes: {
        // `c` leaves first, and both of its ballots pass to `b`.
        b: both(2, 50, 3, 75),
        a: both(2, 50, 1, 25),
        c: both(1, 25, 1, 25),
        d: both(0, 0, 0, 0),
      },
    });
  });

  test('add up to the votes of the result, in exports too', async () => {
    const ballot = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 });
    const ballots = fc.array(ballot, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('APPROVAL', 'RANKED_CHOICE'),
        ballots,
        ballots,
        async (method, cast, answers) => {
          const voting = startVoting({ method, maxChoices: 4, state: 'OPEN' });
          await Promise.all(cast.map((choices, voter) => voting.cast(choices, { voter: String(voter) })));
          const rows = answers.map((choices) => [...choices, '', ''].slice(0, 3).join());
          if (rows.length > 0) {
            await importing(voting, `x,y,z\n${rows.join('\n')}\n`, { choiceColumns: ['x', 'y', 'z'] });
          }
          await voting.settle();
          const all = results(voting);
          for (const result of all) {
            expect(channelsOfResult(result)?.reduce((sum, { votes }) => sum + votes, 0)).toBe(result.votes);
          }
          const ballotsOf = outcome(voting.survey(), all).channels?.map(({ votes }) => votes);
          expect(ballotsOf).toEqual([cast.length, answers.length]);
          const lines = exportResults(voting.survey(), all, 'json').trimEnd().split('\n');
          expect(lines.map((line) => JSON.parse(line).channels)).toEqual(all.map(channelsOfResult));
        },
      ),
      { numRuns: 25, seed: 20_261 },
    );
  });

  test('are null where counts are: for a reported result, and while a running one is hidden', async () => {
    const app = await startApp();
    const fields = 'results(first: 1) { channels { channel votes share } } outcome { channels { votes } }';
    const data = await app.query(
      `{ reported: survey(slug: "top-crypto-narratives-2024") { ${fields} } tallied: survey(slug: "sandbox") { ${fields} } }`,
    );
    expect(data).toEqual({
      reported: { results: [{ channels: null }], outcome: { channels: null } },
      tallied: {
        results: [{ channels: both(0, 0, 0, 0) }],
        outcome: { channels: [{ votes: 0 }, { votes: 0 }] },
      },
    });
  });
});
