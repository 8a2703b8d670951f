import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { survey } from '../../../src/db/tables/survey.ts';
import { resultRevision, vote, voteBatch, voteEvent } from '../../../src/db/tables/vote.ts';
import { publishSurvey } from '../../../src/survey/lifecycle-writes.ts';
import type { RowFault } from '../../../src/vote/import/csv-rows.ts';
import { type ImportOptions, importVotes } from '../../../src/vote/import/import-votes.ts';
import { voidImport } from '../../../src/vote/import/void-import.ts';
import { keptCount, recount } from '../../../src/vote/recount-queries.ts';
import { codeOf, secret, startVoting, type Voting } from '../voting.ts';

const opens = (content: string | Buffer) => () => Readable.from([Buffer.from(content)]);

async function importing(
  { writer, db }: Voting,
  content: string | Buffer,
  options: Partial<ImportOptions> = {},
) {
  const faults: RowFault[] = [];
  const report = await importVotes(writer, db, secret, {
    survey: 'vote',
    open: opens(content),
    choiceColumns: ['pick'],
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  return { report, faults };
}

const eventsIn = ({ db }: Voting): number => db.select().from(voteEvent).all().length;
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'imported',
    (error: Error) => error.message,
  );

describe('an import', () => {
  test('counts what cells call the options by slug, name, short name or the map', async () => {
    const voting = startVoting();
    const { report, faults } = await importing(
      voting,
      'id,pick\n1,a\n2,The b\n3,B\n4,first\n5,none\n6,\n7,x\n',
      {
        map: { first: 'a', none: null },
      },
    );
    expect(report).toMatchObject({
      rows: 7,
      votes: 4,
      added: 4,
      blank: 2,
      faulty: 1,
      choices: { a: 2, b: 2 },
    });
    expect(faults).toEqual([{ line: 8, message: expect.stringContaining('`x`') }]);
    expect(voting.result()).toEqual({ a: 2, b: 2, c: 0, d: 0 });
    expect(voting.db.select().from(voteBatch).all()).toMatchObject([{ id: report.batch, rows: 7, votes: 4 }]);
  });

  test('of the same file a second time adds nothing, packed or not', async () => {
    const voting = startVoting();
    const file = 'pick\na\nb\na\n';
    const first = await importing(voting, file);
    const second = await importing(voting, gzipSync(file));
    expect(second.report).toEqual({ ...first.report, added: 0 });
    expect(eventsIn(voting)).toBe(3);
  });

  test('with a voter column lets the last row of a voter stand', async () => {
    const voting = startVoting();
    await importing(voting, 'who,pick\nann,a\nbob,a\nann,b\n,a\n', { voterColumn: 'who' });
    expect(voting.result()).toEqual({ a: 1, b: 1, c: 0, d: 0 });
    expect(voting.survey().ballots).toBe(2);
  });

  test('keeps gaps and marks of ranked ballots, and counts what they come to', async () => {
    const voting = startVoting({ method: 'RANKED_CHOICE', maxChoices: 3 });
    const file = '1,2,3\na,,b\n,over,c\n,,a\na,a,b\n,,\nover,,\n';
    const { report } = await importing(voting, file, { choiceColumns: ['1', '2', '3'], map: { over: null } });
    expect(report).toMatchObject({ rows: 6, votes: 3, blank: 3, faulty: 0, choices: { a: 2, c: 1 } });
    const rows = voting.db.select({ choices: vote.choices, ranking: vote.ranking }).from(vote).all();
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        { choices: '[1,null,2]', ranking: '[1,2]' },
        { choices: '[null,0,3]', ranking: '[3]' },
        { choices: '[1,1,2]', ranking: '[1,2]' },
      ]),
    );
    expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
  });

  test('takes approvals from several columns', async () => {
    const voting = startVoting({ method: 'APPROVAL', maxChoices: 2 });
    const { report } = await importing(voting, 'x,y,z\na,,b\nc,c,\na,b,c\n', {
      choiceColumns: ['x', 'y', 'z'],
    });
    expect(report).toMatchObject({ votes: 2, faulty: 1 });
    expect(voting.result()).toEqual({ a: 1, b: 1, c: 1, d: 0 });
  });

  test('writes nothing as a dry run', async () => {
    const voting = startVoting();
    const { report } = await importing(voting, 'pick\na\nx\n', { isDryRun: true });
    expect(report).toMatchObject({ batch: undefined, rows: 2, votes: 1, faulty: 1, added: 0 });
    expect(eventsIn(voting)).toBe(0);
  });

  test('works on a survey that has closed', async () => {
    const voting = startVoting({ state: 'CLOSED' });
    expect((await importing(voting, 'pick\na\n')).report.added).toBe(1);
  });
});

describe('a file that is hard to read', () => {
  test.each([
    ['a byte order mark', '\ufeffpick\na\nb\n'],
    ['CRLF', 'pick\r\na\r\nb\r\n'],
    ['no line end at its end', 'pick\na\nb'],
    ['empty lines', 'pick\n\na\n\nb\n\n'],
    ['quotes across lines', 'note,pick\n"two\nlines, ""quoted""",a\n"x",b\n'],
    ['spaces around names', ' pick \n a \nb\t\n'],
  ])('is read with %s', async (_name, content) => {
    const voting = startVoting();
    const { report, faults } = await importing(voting, content);
    expect(faults).toEqual([]);
    expect(report).toMatchObject({ rows: 2, votes: 2, choices: { a: 1, b: 1 } });
  });

  test('byte by byte comes to the same', async () => {
    const voting = startVoting();
    const bytes = [...Buffer.from('\ufeffpick,note\r\na,"é\n"\r\nThe b,\r\n')];
    const open = () => Readable.from(bytes.map((byte) => Buffer.from([byte])));
    const { report, faults } = await importing(voting, '', { open });
    expect(faults).toEqual([]);
    expect(report).toMatchObject({ votes: 2, choices: { a: 1, b: 1 } });
  });

  test('loses only the rows that are faulty, each told with its line', async () => {
    const voting = startVoting();
    const latin1 = Buffer.from(
      'note,pick\n"two\nlines",a\nn,caf\u00e9\nn,b,c\nn"x",a\nn,b\nn\nn,d\n',
      'latin1',
    );
    const { report, faults } = await importing(voting, latin1);
    expect(faults.sort((left, right) => left.line - right.line)).toEqual([
      { line: 4, message: expect.stringContaining('UTF-8') },
      { line: 5, message: expect.stringContaining('3 cells') },
      { line: 6, message: expect.stringContaining('quote') },
      { line: 8, message: expect.stringContaining('1 cells') },
    ]);
    expect(report).toMatchObject({ rows: 7, votes: 3, faulty: 4, choices: { a: 1, b: 1, d: 1 } });
    expect(voting.db.select().from(voteBatch).get()).toMatchObject({
      rows: 7,
      votes: 3,
      blank: 0,
      faulty: 4,
    });
  });

  test.each([
    ['nothing in it', '', {}, 'empty'],
    ['no such column', 'x,y\na,b\n', {}, 'no column `pick`; it has `x`, `y`'],
    ['the column twice', 'pick,pick\na,b\n', {}, 'two columns `pick`'],
    ['a quote that is never closed', 'pick\na\n"b\nc\n', {}, 'never closed'],
    ['UTF-16', Buffer.from('\ufeffpick\na\n', 'utf16le'), {}, 'UTF-16'],
    ['a broken packing', gzipSync('pick\na\n').subarray(0, 20), {}, 'unpacked'],
    ['a fault, under --strict', 'pick\na\nx\n', { isStrict: true }, '--strict'],
    ['a map to what is no option', 'pick\na\n', { map: { one: 'x' } }, '`x`'],
  ])('is refused as a whole with %s', async (_name, content, options, message) => {
    const voting = startVoting();
    expect(await refusal(importing(voting, content, options))).toContain(message);
    expect(eventsIn(voting)).toBe(0);
    expect(voting.db.select().from(voteBatch).all()).toEqual([]);
  });

  test('is refused for a line without end, of which little is kept in memory', async () => {
    const voting = startVoting();
    const piece = Buffer.alloc(64 * 1024, 'a');
    let pieces = 0;
    const open = () =>
      Readable.from(
        (function* () {
          yield Buffer.from('pick\na\n');
          for (; pieces < 16_384; pieces += 1) yield piece;
        })(),
      );
    expect(await refusal(importing(voting, '', { open }))).toContain('1 MiB');
    expect(pieces).toBeLessThan(40);
    expect(eventsIn(voting)).toBe(0);
  });

  test('is refused where it was imported in another way before', async () => {
    const voting = startVoting();
    await importing(voting, 'pick,other\na,b\n');
    const again = importing(voting, 'pick,other\na,b\n', { choiceColumns: ['other'] });
    expect(await refusal(again)).toContain('void that import first');
    expect(voting.result()).toMatchObject({ a: 1, b: 0 });
  });

  test.each(['DRAFT', 'SCHEDULED', 'PUBLISHED', 'CANCELLED'] as const)(
    'is refused while the survey is %s',
    async (state) => {
      expect(await refusal(importing(startVoting({ state }), 'pick\na\n'))).toContain(state);
    },
  );
});

describe('an import that is interrupted', () => {
  const rows = 5000;
  const line = (index: number) => `${'abcd'[(index * index) % 4]}${index % 11 === 0 ? 'x' : ''}`;
  const file = `pick\n${Array.from({ length: rows }, (_, index) => line(index)).join('\n')}\n`;

  test('is taken up where it ended, and comes to exactly the ballots of the file', async () => {
    const voting = startVoting();
    const whole = startVoting();
    const expected = await importing(whole, file);
    let opened = 0;
    const open = () => {
      opened += 1;
      // The first pass reads all of it; the second is cut off, as by a kill.
      if (opened === 1) return Readable.from([Buffer.from(file)]);
      return Readable.from(
        (function* () {
          for (let start = 0; start < file.length; start += 2000) {
            if (start > file.length / 2) throw new Error('killed');
            yield Buffer.from(file.slice(start, start + 2000));
          }
        })(),
      );
    };
    expect(await refusal(importing(voting, '', { open }))).toBe('killed');
    await voting.writer.write([]);
    const half = eventsIn(voting);
    expect(half).toBeGreaterThan(1000);
    expect(half).toBeLessThan(expected.report.votes);
    const { report } = await importing(voting, file);
    expect(report).toMatchObject({
      ...expected.report,
      batch: report.batch,
      added: expected.report.votes - half,
    });
    expect(voting.result()).toEqual(whole.result());
    expect(eventsIn(voting)).toBe(eventsIn(whole));
    expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
  });

  test('by a second run of itself leaves one of them to finish', async () => {
    const voting = startVoting();
    const replies = await Promise.all([refusal(importing(voting, file)), refusal(importing(voting, file))]);
    expect(replies.filter((reply) => reply === 'imported').length).toBeGreaterThanOrEqual(1);
    const { report } = await importing(voting, file);
    expect(eventsIn(voting)).toBe(report.votes);
    expect(voting.survey().ballots).toBe(report.votes);
  });

  test('by the end of the survey writes no row that is not counted', async () => {
    const voting = startVoting({ state: 'CLOSED' });
    let opened = 0;
    const open = () => {
      opened += 1;
      if (opened === 2) voting.db.update(survey).set({ state: 'PUBLISHED' }).run();
      return opens(file)();
    };
    expect(await refusal(importing(voting, '', { open }))).toMatch(/no more votes|no longer takes/);
    const batch = voting.db.select().from(voteBatch).get();
    expect(eventsIn(voting)).toBe(batch?.votes);
  });
});

describe('an import that is voided', () => {
  const actor = 'cli';

  test('leaves the count as a whole and stays in the log; the file can be imported anew', async () => {
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
    expect(eventsIn(voting)).toBe(5);
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
    const kept = await importing(voting, 'pick\nb\n');
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
    expect(kept.report.votes).toBe(1);
    const trail = voting.db.$client.prepare(
      "select actor, reason from audit_entry where action = 'voidImport'",
    );
    expect(trail.all()).toEqual([{ actor, reason }]);
  });
});
