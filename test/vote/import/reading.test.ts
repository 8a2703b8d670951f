import { describe, expect, test } from 'vitest';
import { vote } from '../../../src/db/tables/vote.ts';
import { keptCount, recount } from '../../../src/vote/recount-queries.ts';
import { startVoting, type Voting } from '../voting.ts';
import { importing } from './importing.ts';

const approval = { method: 'APPROVAL', maxChoices: 4 } as const;
const ranked = { method: 'RANKED_CHOICE', maxChoices: 4 } as const;

const stored = ({ db }: Voting): string[] =>
  db
    .select()
    .from(vote)
    .all()
    .map(({ choices }) => choices)
    .toSorted();

describe('a file', () => {
  test.each([
    ['commas', 'who,pick\n1,a\n2,b\n'],
    ['semicolons', 'who;pick\n1;a\n2;"b"\n'],
    ['tabs', 'who\tpick\n1\ta\n2\tb\n'],
    ['bars', 'who|pick\n1|a\n2|b\n'],
    ['semicolons that its first line names', 'sep=;\r\nwho;pick\r\n"1;1";a\r\n2;b\r\n'],
  ])('is read with %s between cells', async (_name, content) => {
    const { report, faults } = await importing(startVoting(), content);
    expect(faults).toEqual([]);
    expect(report.choices).toEqual({ a: 1, b: 1 });
  });

  test('is read by the delimiter that is said', async () => {
    const { report } = await importing(startVoting(), 'who:pick\n1,2:a\n', { delimiter: ':' });
    expect(report.choices).toEqual({ a: 1 });
  });

  test('has the columns that its header rows name, or their positions', async () => {
    const content = 'Q1,Q2\nWho?,Which?\n1,a\n2,b\n';
    for (const column of ['Q2', 'Which?', 'which?', '#2']) {
      const { report } = await importing(startVoting(), content, { headerRows: 2, choiceColumns: [column] });
      expect(report).toMatchObject({ rows: 2, choices: { a: 1, b: 1 } });
    }
  });

  test('may have empty cells behind its last column', async () => {
    const { report, faults } = await importing(startVoting(), 'pick,who\na,1,,\nb,2\n');
    expect([faults, report.votes]).toEqual([[], 2]);
  });
});

describe('an answer', () => {
  test('is an option whatever its case and blanks, unless they are to count', async () => {
    const content = 'pick\nThe A\nthe  a\nTHEA\nThe\u00a0a\n';
    expect((await importing(startVoting(), content)).report).toMatchObject({ votes: 4, choices: { a: 4 } });
    const exact = await importing(startVoting(), `${content}The a\n`, { isExact: true });
    expect(exact.report).toMatchObject({ votes: 1, faulty: 4 });
  });

  test('that two options are alike is neither of them', async () => {
    const voting = startVoting({}, { slugs: ['a', 'thea'] });
    const { report, faults } = await importing(voting, 'pick\nTHE A\nThe a\nthea\n');
    expect(report.choices).toEqual({ a: 1, thea: 1 });
    expect(faults).toEqual([{ line: 2, message: expect.stringContaining('`THE A` is not an option') }]);
  });

  test('that is not known is a fault, or a mark without a choice', async () => {
    const content = 'pick\na\nsomething else\n';
    expect((await importing(startVoting(), content)).report).toMatchObject({ votes: 1, faulty: 1, blank: 0 });
    const { report } = await importing(startVoting(), content, { isUnknownNoChoice: true });
    expect(report).toMatchObject({ votes: 1, faulty: 0, blank: 1 });
  });
});

describe('cells that hold lists', () => {
  test('name several options, each once, also one with the separator in its name', async () => {
    const voting = startVoting(approval);
    const { report, faults } = await importing(
      voting,
      'pick\n"a, b"\n"a;c"\n"b, or not, a"\n"c, c"\n\n"a,,"\n',
      {
        cells: 'list',
        map: { 'b, or not': 'b' },
      },
    );
    expect(faults).toEqual([]);
    expect(stored(voting)).toEqual(['[1,2]', '[1,2]', '[1,3]', '[1]', '[3]']);
    expect(report).toMatchObject({ votes: 5, doubled: 1 });
  });

  test('are separated by what is said', async () => {
    const voting = startVoting(approval);
    await importing(voting, 'pick\na / b\n', { cells: 'list', separator: '/' });
    expect(stored(voting)).toEqual(['[1,2]']);
  });

  test('are rankings where the survey has an order', async () => {
    const voting = startVoting(ranked);
    await importing(voting, 'pick\n"c, a, b"\n', { cells: 'list' });
    expect(stored(voting)).toEqual(['[3,1,2]']);
  });
});

describe('columns that hold marks', () => {
  const columns = { choiceColumns: ['a', 'b', 'c'], cells: 'mark' } as const;

  test('are marked in many ways', async () => {
    const voting = startVoting(approval);
    const marks = ['Y,N,', 'yes,no,n/a', '1,0,0', 'x,,-', 'TRUE,FALSE,false', 'The a,,', 'a,,', '✓,,'];
    const { report, faults } = await importing(voting, `a,b,c\n${marks.join('\n')}\n`, columns);
    expect(faults).toEqual([]);
    expect(report).toMatchObject({ votes: 8, choices: { a: 8 } });
  });

  test('are marked by the words of a map', async () => {
    const voting = startVoting(approval);
    const { report } = await importing(voting, 'a,b,c\nJa,Nein,Ja\n', {
      ...columns,
      map: { Ja: true, Nein: false },
    });
    expect(report.choices).toEqual({ a: 1, c: 1 });
  });

  test('are at fault with anything else, such as the name of another option', async () => {
    const voting = startVoting(approval);
    const { faults } = await importing(voting, 'a,b,c\nx,,\nperhaps,,\nb,,\n', columns);
    expect(faults.map(({ line, message }) => [line, message.slice(0, 30)])).toEqual(
      [
        [3, '`perhaps` is neither a mark nor'],
        [4, '`b` is neither a mark nor the o'],
      ].map(([line, message]) => [line, String(message).slice(0, 30)]),
    );
  });

  test('are named for options by what is in brackets or behind a dash', async () => {
    const voting = startVoting(approval);
    const { report } = await importing(voting, 'Q [The a],Q - B\nx,\n,x\n', {
      choiceColumns: ['#1', '#2'],
      cells: 'mark',
    });
    expect(report.choices).toEqual({ a: 1, b: 1 });
  });
});

describe('columns that hold ranks', () => {
  const columns = { choiceColumns: ['a', 'b', 'c', 'd'], cells: 'rank' } as const;

  test('make a ballot by rank, with skips and overvotes', async () => {
    const voting = startVoting(ranked);
    const rows = ['2,1,3,', '1st choice,,Third,', '1,1,2,', ',,,', 'Rank 1,n/a,,4'];
    const { report, faults } = await importing(voting, `a,b,c,d\n${rows.join('\n')}\n`, {
      ...columns,
      map: { 'n/a': null },
    });
    expect(faults).toEqual([]);
    expect(stored(voting)).toEqual(['[-1,3]', '[1,null,3]', '[1,null,null,4]', '[2,1,3]']);
    expect(report).toMatchObject({ votes: 4, blank: 1, choices: { a: 2, b: 1, c: 1 } });
    expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
  });

  test('take ranks from a map, and are faulty with a text that is not a rank', async () => {
    const voting = startVoting(ranked);
    const { report, faults } = await importing(voting, 'a,b,c,d\nbest,next,,\n,often,1,\n,,99,1\n', {
      ...columns,
      map: { best: 1, next: 2 },
    });
    expect(report).toMatchObject({ votes: 1, faulty: 2 });
    expect(stored(voting)).toEqual(['[1,2]']);
    expect(faults.map(({ message }) => message.split(';')[0])).toEqual([
      '`often` is not a rank',
      '`99` is not a rank',
    ]);
  });
});

test('under EXHAUST an overvote ends a ballot, and a write-in does not', async () => {
  const content = '1,2,3\na,overvote,b\novervote,a,b\na,UWI,b\n,overvote,a\n';
  const options = { choiceColumns: ['1', '2', '3'], map: { overvote: null, UWI: null } };
  const passing = startVoting(ranked);
  expect((await importing(passing, content, options)).report).toMatchObject({ votes: 4, choices: { a: 4 } });
  const exhausting = startVoting({ ...ranked, overvote: 'EXHAUST' });
  expect((await importing(exhausting, content, options)).report).toMatchObject({ votes: 2, blank: 2 });
  const rankings = exhausting.db.select().from(vote).all();
  expect(rankings.map(({ choices, ranking }) => [choices, ranking]).toSorted()).toEqual([
    ['[1,-1,2]', '[1]'],
    ['[1,0,2]', '[1,2]'],
  ]);
  for (const voting of [passing, exhausting]) {
    expect(keptCount(voting.db, voting.survey())).toEqual(recount(voting.db, voting.survey()));
  }
});

test('rows that are not answers are left out, and counted apart', async () => {
  const content = 'done,kind,pick\nYes,real,a\nno,real,b\nyes,test,c\nYES,,b\n,real,a\n';
  const only = await importing(startVoting(), content, { only: ['done=yes'], except: ['kind=test'] });
  expect(only.report).toMatchObject({ rows: 5, votes: 2, filtered: 3, choices: { a: 1, b: 1 } });
  const either = await importing(startVoting(), content, { only: ['kind=real', 'kind=test'] });
  expect(either.report).toMatchObject({ votes: 4, filtered: 1 });
  const filled = await importing(startVoting(), content, { only: ['kind'] });
  expect(filled.report).toMatchObject({ votes: 4, filtered: 1 });
});

describe('of several rows of a voter', () => {
  test('the latest counts by its time, in whatever order the file has them', async () => {
    const voting = startVoting();
    const content = 'who,at,pick\nann,2026-03-01 12:00,a\nbob,2026-03-01 12:01,a\nann,2026-02-01 12:00,b\n';
    const { report } = await importing(voting, content, { voterColumn: 'who', timeColumn: 'at' });
    expect(report).toMatchObject({ rows: 3, votes: 2, voters: 2, replaced: 1, choices: { a: 2 } });
    expect(voting.result()).toMatchObject({ a: 2, b: 0 });
  });

  test('the last counts where there are no times, and a blank one replaces nothing', async () => {
    const voting = startVoting();
    const content = 'who,pick\nann,a\nann,b\nann,\n';
    const { report } = await importing(voting, content, { voterColumn: 'who' });
    expect(report).toMatchObject({ votes: 1, replaced: 1, blank: 1 });
    expect(voting.result()).toMatchObject({ a: 0, b: 1 });
  });

  test('a later file replaces what an earlier one said, and the report counts it', async () => {
    const voting = startVoting();
    await importing(voting, 'who,pick\nann,a\nbob,a\n', { voterColumn: 'who' });
    const { report } = await importing(voting, 'who,pick\nann,b\ncid,c\n', { voterColumn: 'who' });
    expect(report).toMatchObject({ votes: 2, added: 2, replacedEarlier: 1 });
    expect(voting.result()).toMatchObject({ a: 1, b: 1, c: 1 });
  });
});

describe('times', () => {
  test('make the turnout, and an unknown one is that of the import', async () => {
    const voting = startVoting();
    await importing(voting, 'at,pick\n2026-01-01 10:20,a\n,a\n', {
      timeColumn: 'at',
      timeZone: 'Asia/Tokyo',
    });
    const rows = voting.db.select().from(vote).all();
    expect(rows.map(({ castAt }) => new Date(castAt).toISOString()).toSorted()).toEqual([
      '2026-01-01T01:20:00.000Z',
      new Date(voting.clock.now).toISOString(),
    ]);
    expect(voting.survey().countedAt).toBe(voting.clock.now);
  });

  test('that cannot be, or cannot be read, are faults', async () => {
    const { faults } = await importing(startVoting(), 'at,pick\n2036-01-01,a\nsoon,a\n2026-01-01,a\n', {
      timeColumn: 'at',
    });
    expect(faults.map(({ message }) => message.split(';')[0])).toEqual([
      'The time `2036-01-01` is not in the past',
      '`soon` is not a time that can be read',
    ]);
  });

  test('need no order of day and month where both are the same', async () => {
    const { report } = await importing(startVoting(), 'at,pick\n1/1/2026,a\n', { timeColumn: 'at' });
    expect(report.votes).toBe(1);
  });
});
