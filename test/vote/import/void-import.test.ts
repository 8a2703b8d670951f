import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { resultRevision, voteEvent } from '../../../src/db/tables/vote.ts';
import { publishSurvey } from '../../../src/survey/lifecycle-writes.ts';
import { voidImport } from '../../../src/vote/import/void-import.ts';
import { keptCount, recount } from '../../../src/vote/recount-queries.ts';
import { codeOf, startVoting } from '../voting.ts';
import { importing } from './importing.ts';

describe('an import that is voided', () => {
  const actor = 'cli';

  test('leaves the count as a whole and stays in the log; the file can be imported again', async () => {
    const voting = startVoting();
    await voting.cast(['c']);
    const { report } = await importing(voting, 'pick\na\nb\n');
    const voided = await voidImport(voting.writer, voting.db, {
      batch: report.batch ?? '',
      reason: 'wrong file',
      actor,
    });
    expect(voided).toMatchObject({ voided: 2, restored: 0 });
    expect(voting.result()).toEqual({ a: 0, b: 0, c: 1, d: 0 });
    expect(voting.db.select().from(voteEvent).all()).toHaveLength(5);
    expect((await importing(voting, 'pick\na\nb\n')).report.added).toBe(2);
    expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
  });

  test('lets the votes count again that it had replaced, unless they were voided too', async () => {
    const voting = startVoting();
    const options = { voterColumn: 'who' };
    const first = await importing(voting, 'who,pick\nann,a\nbob,a\n', options);
    const second = await importing(voting, 'who,pick\nann,b\ncid,b\n', options);
    const third = await importing(voting, 'who,pick\nann,c\nbob,c\ncid,c\n', options);
    const voiding = (batch: string | undefined) =>
      voidImport(voting.writer, voting.db, { batch: batch ?? '', reason: 'wrong', actor });
    expect(await voiding(second.report.batch)).toMatchObject({ voided: 0 });
    expect(voting.result()).toMatchObject({ c: 3 });
    expect(await voiding(third.report.batch)).toMatchObject({ voided: 3, restored: 2 });
    expect(voting.result()).toEqual({ a: 2, b: 0, c: 0, d: 0 });
    expect(codeOf(await voiding(third.report.batch))).toBe('SURVEY_STATE');
    expect(codeOf(await voiding('nothing'))).toBe('NOT_FOUND');
    expect(await voiding(first.report.batch)).toMatchObject({ voided: 2, restored: 0 });
    expect(voting.survey().ballots).toBe(0);
    expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
  });

  test('after publication begins a revision that keeps the figures before', async () => {
    const voting = startVoting({ state: 'CLOSED' });
    const { report } = await importing(voting, 'pick\na\na\n');
    const remaining = await importing(voting, 'pick\nb\n');
    await publishSurvey(voting.writer, voting.db, { survey: 'vote', actor });
    const reason = 'answers of a rehearsal';
    await voidImport(voting.writer, voting.db, { batch: report.batch ?? '', reason, actor });
    expect(voting.survey()).toMatchObject({ revision: 2, state: 'PUBLISHED', ballots: 1 });
    expect(voting.result()).toEqual({ a: 0, b: 1, c: 0, d: 0 });
    const [revision] = voting.db.select().from(resultRevision).where(eq(resultRevision.revision, 1)).all();
    expect(revision).toMatchObject({ revision: 1, reason });
    expect(JSON.parse(revision?.figures ?? '')).toMatchObject({
      ballots: 3,
      results: [
        { narrative: 'a', rank: 1, votes: 2, share: 66.7 },
        { narrative: 'b', rank: 2, votes: 1, share: 33.3 },
        { narrative: 'c', rank: 3 },
        { narrative: 'd', rank: 3 },
      ],
    });
    expect(remaining.report.votes).toBe(1);
    const trail = voting.db.$client.prepare(
      "select actor, reason from audit_entry where action = 'voidImport'",
    );
    expect(trail.all()).toEqual([{ actor, reason }]);
  });
});
