import { describe, expect, test } from 'vitest';
import type { Writer } from '../../../src/db/writer.ts';
import { revisionsBySurveyIds } from '../../../src/result/revision-queries.ts';
import { closeSurvey, publishSurvey } from '../../../src/survey/lifecycle-writes.ts';
import type { ImportReport } from '../../../src/vote/import/import-plan.ts';
import { importVotes } from '../../../src/vote/import/import-votes.ts';
import { type ReplaceOptions, replaceImport } from '../../../src/vote/import/replace-import.ts';
import { voidImport } from '../../../src/vote/import/void-import.ts';
import { turnoutBySurveyIds } from '../../../src/vote/queries.ts';
import { keptCount, recount } from '../../../src/vote/recount-queries.ts';
import { codeOf, secret, startVoting, type Voting } from '../voting.ts';
import { importing, opens, refusal } from './importing.ts';

const actor = 'cli';
const reason = 'the form counted a rehearsal';

/** A file with a vote in each row: rows that can be divided by the number choose `b`, the others `a`. */
const fileWith = (rows: number, divisor: number): string =>
  ['pick', ...Array.from({ length: rows }, (_, row) => (row % divisor === 0 ? 'b' : 'a')), ''].join('\n');

const wrong = fileWith(1_300, 3);
const corrected = fileWith(1_200, 4);

const replacing = (
  { writer, db }: Pick<Voting, 'writer' | 'db'>,
  batch: string | undefined,
  content: string,
  options: Partial<ReplaceOptions> = {},
) =>
  replaceImport(writer, db, secret, {
    batch: batch ?? '',
    reason,
    actor,
    open: opens(content),
    choiceColumns: ['pick'],
    ...options,
  });

/** What readers see of the survey's figures. */
function figures({ db, survey, result }: Voting) {
  const row = survey();
  const turnout = turnoutBySurveyIds(db, [row.id], 'DAY', 100).get(row.id) ?? [];
  return {
    revision: row.revision,
    ballots: row.ballots,
    result: result(),
    turnout: turnout.reduce((sum, { votes }) => sum + votes, 0),
  };
}

/** The writer, which calls `after` with the number of each write that it has written. */
function watched({ writer }: Voting, after: (write: number) => void): Writer {
  let writes = 0;
  return {
    ...writer,
    write: async (statements, options) => {
      const result = await writer.write(statements, options);
      writes += 1;
      after(writes);
      return result;
    },
    close: () => writer.close(),
  };
}

class Killed extends Error {}

/** The writer of a process that is killed right after a write. */
const killedAfter = (voting: Voting, last: number): Writer =>
  watched(voting, (write) => {
    if (write >= last) throw new Killed();
  });

async function startPublished(method: 'SINGLE_CHOICE' | 'RANKED_CHOICE', state: 'CLOSED' | 'PUBLISHED') {
  const voting = startVoting({ state: 'CLOSED', method });
  await importing(voting, 'pick\nc\n');
  const { report } = await importing(voting, wrong);
  await voting.settle();
  if (state === 'PUBLISHED') await publishSurvey(voting.writer, voting.db, { survey: 'vote', actor });
  return { voting, batch: report.batch ?? '' };
}

describe.each([
  ['SINGLE_CHOICE', 'CLOSED'],
  ['SINGLE_CHOICE', 'PUBLISHED'],
  ['RANKED_CHOICE', 'CLOSED'],
  ['RANKED_CHOICE', 'PUBLISHED'],
] as const)('an import of a %s survey that is %s', (method, state) => {
  const revision = state === 'PUBLISHED' ? 2 : 1;
  const after = { revision, ballots: 1_201, result: { a: 900, b: 300, c: 1, d: 0 }, turnout: 1_201 };

  test('is replaced as one change: readers see the figures from before, then those after', async () => {
    const { voting, batch } = await startPublished(method, state);
    const before = figures(voting);
    expect(before).toMatchObject({ revision: 1, ballots: 1_301, turnout: 1_301 });
    const seen: ReturnType<typeof figures>[] = [];
    const writer = watched(voting, () => seen.push(figures(voting)));
    const report = await replacing({ ...voting, writer }, batch, corrected);
    expect(report).toMatchObject({ replacedImport: batch, voided: 1_300, restored: 0, added: 1_200 });
    expect(figures(voting)).toEqual(after);
    const changed = seen.findIndex((one) => one.result.a !== before.result.a);
    expect(changed).toBeGreaterThan(6);
    expect(seen.slice(0, changed)).toEqual(Array(changed).fill(before));
    expect(seen.slice(changed)).toEqual(Array(seen.length - changed).fill(after));
    expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
  });

  test('is replaced, or voided, in the same way when the run is killed after any write', async () => {
    const { voting, batch } = await startPublished(method, state);
    let current = batch;
    let kills = 0;
    for (let last = 1; ; last += 3) {
      const before = figures(voting);
      // An import is replaced by turns by one file and by the other.
      const [content, sum] = last % 2 === 1 ? [corrected, 1_201] : [wrong, 1_301];
      const run = (writer: Writer) => replacing({ ...voting, writer }, current, content);
      const first = await run(killedAfter(voting, last)).catch((error: Killed) => error);
      if (!(first instanceof Killed)) {
        current = first.batch ?? '';
        break;
      }
      kills += 1;
      if (voting.survey().isCorrecting) expect(figures(voting)).toEqual(before);
      const report: ImportReport = await run(voting.writer);
      expect(figures(voting)).toMatchObject({ ballots: sum, turnout: sum });
      expect(voting.survey().isCorrecting).toBe(false);
      expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
      current = report.batch ?? '';
    }
    expect(kills).toBeGreaterThan(3);
    for (const last of [2, 3]) {
      await voidImport(killedAfter(voting, last), voting.db, { batch: current, reason, actor }).catch(
        () => {},
      );
    }
    await voidImport(voting.writer, voting.db, { batch: current, reason, actor });
    expect(figures(voting)).toMatchObject({ ballots: 1, result: { a: 0, b: 0, c: 1, d: 0 }, turnout: 1 });
  });
});

describe('an import that is replaced', () => {
  test('after publication leaves the figures from before in the revision, with the reason', async () => {
    const { voting, batch } = await startPublished('SINGLE_CHOICE', 'PUBLISHED');
    await replacing(voting, batch, corrected);
    const { id } = voting.survey();
    expect(revisionsBySurveyIds(voting.db, [id], 10).get(id)).toMatchObject([
      {
        revision: 1,
        reason,
        results: [
          { option: { narrative: { slug: 'a' } }, votes: 866 },
          { option: { narrative: { slug: 'b' } }, votes: 434 },
          { option: { narrative: { slug: 'c' } }, votes: 1 },
          { option: { narrative: { slug: 'd' } }, votes: 0 },
        ],
      },
    ]);
    const trail = voting.db.$client
      .prepare("select actor, reason from audit_entry where action = 'replaceImport'")
      .all();
    expect(trail).toEqual([{ actor, reason }]);
  });

  test('a second time by the same file changes nothing', async () => {
    const { voting, batch } = await startPublished('SINGLE_CHOICE', 'PUBLISHED');
    await replacing(voting, batch, corrected);
    const after = figures(voting);
    expect(await replacing(voting, batch, corrected)).toMatchObject({ added: 0, voided: 0 });
    expect(figures(voting)).toEqual(after);
  });

  test('can be one of the same file that was read in another way', async () => {
    const voting = startVoting();
    const { report } = await importing(voting, 'pick,also\na,b\na,b\n');
    expect(await refusal(replacing(voting, report.batch, 'pick,also\na,b\na,b\n'))).toContain(
      'nothing would change',
    );
    await replacing(voting, report.batch, 'pick,also\na,b\na,b\n', { choiceColumns: ['also'] });
    expect(voting.result()).toEqual({ a: 0, b: 2, c: 0, d: 0 });
  });

  test('stays as it is when the corrected file has no vote, or a reason or the import is missing', async () => {
    const voting = startVoting();
    const { report } = await importing(voting, 'pick\na\n');
    const { batch } = report;
    expect(await refusal(replacing(voting, batch, 'pick\nnone\n'))).toContain('No row is a vote');
    expect(await refusal(replacing(voting, batch, 'pick\nb\n', { reason: ' ' }))).toContain('reason');
    expect(await refusal(replacing(voting, 'x', 'pick\nb\n'))).toContain('no import `x`');
    expect(voting.survey().isCorrecting).toBe(false);
    expect(voting.result()).toEqual({ a: 1, b: 0, c: 0, d: 0 });
  });

  test('holds back what is cast meanwhile until all of it is seen at once', async () => {
    const voting = startVoting();
    const { report } = await importing(voting, wrong);
    await voting.cast(['c'], { voter: 'before' });
    const before = figures(voting);
    await replacing({ ...voting, writer: killedAfter(voting, 6) }, report.batch, corrected).catch(() => {});
    await voting.cast(['d'], { voter: 'during' });
    await voting.withdraw({ voter: 'before' });
    await closeSurvey(voting.writer, voting.db, { survey: 'vote', actor });
    expect(figures(voting)).toEqual(before);
    await replacing(voting, report.batch, corrected);
    expect(figures(voting)).toMatchObject({ ballots: 1_201, result: { a: 900, b: 300, c: 0, d: 1 } });
    expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
  });

  test('is voided with its replacement when that cannot be finished', async () => {
    const { voting, batch } = await startPublished('SINGLE_CHOICE', 'PUBLISHED');
    await replacing({ ...voting, writer: killedAfter(voting, 8) }, batch, corrected).catch(() => {});
    const voiding = (id: string) => voidImport(voting.writer, voting.db, { batch: id, reason, actor });
    const refused = await voiding(batch);
    expect(refused).toMatchObject({ code: 'SURVEY_STATE' });
    const replacement = /The import `(.+?)` is to take/.exec(
      'message' in refused ? refused.message : '',
    )?.[1];
    expect(codeOf(await voiding(replacement ?? ''))).toBe('accepted');
    expect(figures(voting)).toMatchObject({ revision: 2, result: { a: 0, b: 0, c: 1, d: 0 }, turnout: 1 });
  });
});

describe('an import that is unfinished', () => {
  const halfImported = async (voting: Voting) => {
    const writer = killedAfter(voting, 4);
    await importVotes(writer, voting.db, secret, {
      survey: 'vote',
      open: opens(wrong),
      choiceColumns: ['pick'],
    }).catch(() => {});
    expect(voting.survey().ballots).toBeGreaterThan(0);
  };

  test('lets the survey close, but not its half a result be published', async () => {
    const voting = startVoting();
    await halfImported(voting);
    const { writer, db } = voting;
    expect(codeOf(await closeSurvey(writer, db, { survey: 'vote', actor }))).toBe('accepted');
    expect(await publishSurvey(writer, db, { survey: 'vote', actor })).toMatchObject({
      code: 'UNFINISHED_IMPORT',
    });
    await importing(voting, wrong);
    expect(await publishSurvey(writer, db, { survey: 'vote', actor })).toMatchObject({
      state: 'PUBLISHED',
      unfinishedImportsReason: null,
    });
    expect(voting.result()).toEqual({ a: 866, b: 434, c: 0, d: 0 });
  });

  test('is published with a reason, which stays until the import is replaced', async () => {
    const voting = startVoting({ state: 'CLOSED' });
    await halfImported(voting);
    const { writer, db } = voting;
    const publish = (unfinishedImportsReason: string) =>
      publishSurvey(writer, db, { survey: 'vote', actor, unfinishedImportsReason });
    expect(codeOf(await publish(' '))).toBe('INVALID_INPUT');
    expect(codeOf(await publish('The rest is lost.'))).toBe('accepted');
    expect(voting.survey()).toMatchObject({
      state: 'PUBLISHED',
      unfinishedImportsReason: 'The rest is lost.',
    });
    const batch = db.$client.prepare<[], string>('select id from vote_batch').pluck().get();
    await replacing(voting, batch, wrong);
    expect(voting.survey()).toMatchObject({ unfinishedImportsReason: null, revision: 2, ballots: 1_300 });
  });

  test('a void that is unfinished keeps the survey from being published, too', async () => {
    const { voting, batch } = await startPublished('SINGLE_CHOICE', 'CLOSED');
    const { writer, db } = voting;
    await voidImport(killedAfter(voting, 3), db, { batch, reason, actor }).catch(() => {});
    const refused = await publishSurvey(writer, db, { survey: 'vote', actor });
    expect(refused).toMatchObject({ code: 'UNFINISHED_IMPORT' });
    const unfinishedImportsReason = 'The void goes on tomorrow.';
    await publishSurvey(writer, db, { survey: 'vote', actor, unfinishedImportsReason });
    expect(figures(voting)).toMatchObject({ ballots: 1_301, revision: 1 });
    await voidImport(writer, db, { batch, reason, actor });
    expect(figures(voting)).toMatchObject({ ballots: 1, revision: 2, turnout: 1 });
    expect(voting.survey().unfinishedImportsReason).toBeNull();
  });
});
