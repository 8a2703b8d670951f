import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { narrative } from '../../../src/db/tables/narrative.ts';
import { survey } from '../../../src/db/tables/survey.ts';
import { vote, voteBatch, voteEvent } from '../../../src/db/tables/vote.ts';
import { keptCount, recount } from '../../../src/vote/recount-queries.ts';
import { startVoting, type Voting } from '../voting.ts';
import { importing, opens, refusal } from './importing.ts';

const eventsIn = ({ db }: Voting): number => db.select().from(voteEvent).all().length;

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

  test('takes a text for the option whose slug it is, though it is the short name of another', async () => {
    const voting = startVoting();
    voting.db.update(narrative).set({ shortName: 'a' }).where(eq(narrative.slug, 'b')).run();
    voting.db.update(narrative).set({ shortName: 'The d' }).where(eq(narrative.slug, 'c')).run();
    const { report } = await importing(voting, 'id,pick\n1,a\n2,b\n3,The b\n4,The d\n');
    expect(report).toMatchObject({ votes: 4, choices: { a: 1, b: 2, d: 1 } });
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

  test('loses only the rows that are faulty, and reports the line of each', async () => {
    const voting = startVoting();
    const content = 'note,pick\n"two\nlines",a\nn,caf\u00e9\nn,b,c\nn"x",a\nn,b\nn\nn,d\n';
    const { report, faults } = await importing(voting, Buffer.from(content, 'latin1'), { encoding: 'utf-8' });
    expect(faults.sort((left, right) => left.line - right.line)).toEqual([
      { line: 4, message: expect.stringContaining('encoding') },
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

  test('is refused for a single fault under --strict', async () => {
    const voting = startVoting();
    expect(await refusal(importing(voting, 'pick\na\nx\n', { isStrict: true }))).toContain('--strict');
    expect(eventsIn(voting)).toBe(0);
  });

  test('is refused for a line without end, of which the check reads little', async () => {
    const voting = startVoting();
    const piece = Buffer.alloc(64 * 1024, 'a');
    let pieces = 0;
    const open = () => {
      pieces = 0;
      return Readable.from(
        (function* () {
          yield Buffer.from('pick\na\n');
          for (; pieces < 2_048; pieces += 1) yield piece;
        })(),
      );
    };
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
  /** For its encoding, its head, and the check of all rows. */
  const readingsBeforeWriting = 3;
  const line = (index: number) => `${'abcd'[(index * index) % 4]}${index % 11 === 0 ? 'x' : ''}`;
  const file = `pick\n${Array.from({ length: rows }, (_, index) => line(index)).join('\n')}\n`;

  test('is taken up where it ended, and comes to exactly the ballots of the file', async () => {
    const voting = startVoting();
    const whole = startVoting();
    const expected = await importing(whole, file);
    let opened = 0;
    const open = () => {
      opened += 1;
      // What is read to recognise and to check the file is whole; the last reading is cut off, as by a kill.
      if (opened <= readingsBeforeWriting) return Readable.from([Buffer.from(file)]);
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
      if (opened > readingsBeforeWriting) voting.db.update(survey).set({ state: 'PUBLISHED' }).run();
      return opens(file)();
    };
    expect(await refusal(importing(voting, '', { open }))).toMatch(/no more votes|no longer takes/);
    const batch = voting.db.select().from(voteBatch).get();
    expect(eventsIn(voting)).toBe(batch?.votes);
  });
});
