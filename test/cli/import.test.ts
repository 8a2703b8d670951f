import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { importing, untouched, written } from './importing.ts';
import { openBest, openCli } from './run-cli.ts';

test('a file of an election, ranked and packed, is counted as its cells and the map say', async () => {
  const cli = await openCli();
  await openBest(cli, '--method', 'RANKED_CHOICE');
  // The form of the public cast vote records: an empty cell skips a rank, overvotes and write-ins are
  // marks without a choice.
  const rows = [
    ...Array.from({ length: 5 }, () => 'AI,DePIN,RWA'),
    ...Array.from({ length: 4 }, () => 'RWA,,DePIN'),
    ...Array.from({ length: 3 }, () => 'overvote,DePIN,'),
    ',,',
    'UWI,,',
  ];
  const text = [
    'response_id,first_choice,second_choice,third_choice',
    ...rows.map((row, at) => `${at + 1},${row}`),
  ];
  const file = cli.fileOf('mayor.csv.gz', gzipSync(`\uFEFF${text.join('\r\n')}\r\n`));
  const map = cli.fileOf('map.json', JSON.stringify({ overvote: null, UWI: null }));
  const columns = ['--choice-columns', 'first_choice,second_choice,third_choice', '--map', map];
  const report = await cli.json(importing(file, ...columns));
  expect(report).toMatchObject({ rows: 14, votes: 12, blank: 2, faulty: 0, added: 12, faults: [] });
  expect(report.choices).toEqual({ ai: 5, rwa: 4, depin: 3 });
  const { results } = await cli.json(['survey', 'show', 'best']);
  expect(results.map(({ narrative }: { narrative: string }) => narrative)).toEqual(['ai', 'rwa', 'depin']);
});

test('a dry run prints how the file is understood and what would result, and writes nothing', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', 'Choice\nai\nReal world assets\nDepim\n\n"depin"\n,\n');
  const { code, out } = await cli.run(importing(file, '--choice-columns', 'Choice', '--dry-run'));
  expect({ code, out }).toEqual({
    code: 0,
    out: [
      'The file is read as utf-8, separated by commas, 1 header row.',
      '',
      'Columns',
      '  Choice  the choice',
      '',
      'Answers, with the number of cells and what they count as',
      '  1  ai                 ai',
      '  1  Real world assets  rwa',
      '  1  Depim              not known; the nearest is depin',
      '  1  depin              depin',
      '',
      'line 4: `Depim` is not an option of the survey; name it in the map (column `Choice`)',
      '',
      'Rows',
      '5  rows',
      '3  votes, of 3 voters',
      '1  blank',
      '1  faulty',
      '',
      'Result after the import',
      '1  1   33.3 %  ai',
      '1  1   33.3 %  depin',
      '1  1   33.3 %  rwa',
      '',
      'No vote was written: this was a dry run.',
      '--write-map FILE writes what answers count as to a file, to be edited and given back by --map.',
      '',
    ].join('\n'),
  });
  expect(written(cli)).toEqual(untouched);
});

test('a map is written, edited and given back', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', 'Choice\nAI\nDepim\nnothing of that\n');
  const map = join(cli.folder, 'map.json');
  const columns = ['--choice-columns', 'Choice'];
  expect(await cli.run(importing(file, ...columns, '--write-map', map))).toMatchObject({
    code: 0,
    out: expect.stringContaining(`The map is in ${map}, and no vote was written.`),
  });
  expect(JSON.parse(readFileSync(map, 'utf8'))).toEqual({
    AI: 'ai',
    Depim: '?depin',
    'nothing of that': '?',
  });
  expect(written(cli)).toEqual(untouched);
  const unedited = await cli.run(importing(file, ...columns, '--map', map));
  expect(unedited).toMatchObject({ code: 1, err: expect.stringContaining('leaves `Depim` open (`?depin`)') });
  const edited = readFileSync(map, 'utf8').replace('"?depin"', '"depin"').replace('"?"', 'null');
  cli.fileOf('map.json', edited);
  const report = await cli.json(importing(file, ...columns, '--map', map));
  expect(report).toMatchObject({ votes: 2, blank: 1, choices: { ai: 1, depin: 1 } });
  const again = await cli.run(importing(file, ...columns, '--write-map', map));
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('Choose another name for the map') });
});

test('an export is imported by its name and the survey alone, and the report says what it is', async () => {
  const cli = await openCli();
  await openBest(cli);
  const header = '"Timestamp","Which narrative?"';
  const row = '"2026/01/05 9:03:11 AM GMT+1","Artificial Intelligence"';
  const file = cli.fileOf('Best (Responses).csv', `${header}\n${row}\n`);
  const { code, out } = await cli.run(importing(file));
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(
      /^The file is an export of Google Forms: utf-8, separated by commas, 1 header row\.\nThe votes are the answers to: Which narrative\?\n1 {2}rows\n1 {2}votes, of 1 voters\n0 {2}blank\n0 {2}faulty\n1 {2}ai\n1 votes were added by the import [\w-]{22}\.\n$/,
    ),
  });
});

test('a file without a vote is refused, dry or not, and leaves nothing behind', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', 'Choice\nnope\n');
  const dry = await cli.run(importing(file, '--choice-columns', 'Choice', '--dry-run'));
  expect(dry).toMatchObject({
    code: 1,
    out: expect.stringContaining('A run would be refused: No row is a vote'),
  });
  const run = await cli.run(importing(file, '--choice-columns', 'Choice'));
  expect(run).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('No row is a vote: 1 are faulty'),
  });
  expect(written(cli)).toEqual(untouched);
});

test('the plain options say what no profile knows', async () => {
  const cli = await openCli();
  await openBest(cli, '--method', 'APPROVAL');
  const rows = ['Wann|KI|DePIN|fertig', '3/4/2026 10:00|Ja|Nein|ja', '3/4/2026 11:00|Nein|Ja|nein'];
  const file = cli.fileOf('antworten.txt', Buffer.from(`${rows.join('\n')}\n`, 'utf16le'));
  const map = cli.fileOf('map.json', JSON.stringify({ KI: 'ai', Ja: true, Nein: false }));
  const columns = ['--choice-columns', 'KI,#3', '--cells', 'mark', '--map', map, '--only', 'fertig=ja'];
  const times = ['--time-column', 'Wann', '--date-format', 'DMY', '--time-zone', 'Europe/Berlin'];
  const report = await cli.json(importing(file, ...columns, ...times));
  expect(report).toMatchObject({
    votes: 1,
    filtered: 1,
    choices: { ai: 1 },
    reading: { encoding: 'utf-16le' },
  });
  expect(report.reading.columns.at(-1)).toEqual({
    column: 'Wann',
    use: 'time of the vote, Europe/Berlin, DMY',
  });
});

test.each([
  ['--cells', 'marks'],
  ['--delimiter', 'comma'],
  ['--header-rows', '0'],
  ['--date-format', 'DDMMYY'],
  ['--unknown', 'ignore'],
  ['--profile', 'forms'],
])('%s %s is misuse', async (option, value) => {
  const cli = await openCli();
  const { code, err } = await cli.run(importing('answers.csv', option, value));
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(option) });
});

test('twenty faulty rows are printed, and the file of faults has all of them, also when --strict refuses', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', `Choice\nai\n${'nope\n'.repeat(25)}`);
  const faults = join(cli.folder, 'faults.txt');
  const flags = ['--choice-columns', 'Choice', '--faults', faults];
  const strict = await cli.run(importing(file, ...flags, '--strict', '--json'));
  expect(strict.code).toBe(1);
  expect(JSON.parse(strict.out).faults).toHaveLength(20);
  expect(strict.err).toContain('25 of 26 rows are faulty');
  expect(readFileSync(faults, 'utf8').split('\n')).toHaveLength(26);
  expect(written(cli)).toEqual(untouched);
  const { out } = await cli.run(importing(file, ...flags));
  expect(out.split('\n').slice(19, 21)).toEqual([
    'line 22: `nope` is not an option of the survey; name it in the map (column `Choice`)',
    '... and 5 more faulty rows',
  ]);
  expect(readFileSync(faults, 'utf8').split('\n').at(-2)).toMatch(/^line 27: /);
});

test('what a stranger wrote into a cell cannot act on the terminal', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', 'Choice\n"\u001b[2Jgone\nline 9: forged"\nai\n');
  const { out } = await cli.run(importing(file, '--choice-columns', 'Choice'));
  expect(out).toContain('line 2: `\\u001b[2Jgone\\u000aline 9: forged`');
});

test('tallies and ballots are handed out once voting is over, and not before', async () => {
  const cli = await openCli();
  await openBest(cli, '--visibility', 'LIVE');
  await cli.json(importing(cli.fileOf('answers.csv', 'Choice\nai\nai\nrwa\n'), '--choice-columns', 'Choice'));
  for (const what of [[], ['--tallies']]) {
    const early = await cli.run(['votes', 'export', '--survey', 'best', ...what]);
    expect({ code: early.code, out: early.out }).toEqual({ code: 1, out: '' });
    expect(early.err).toMatch(/^The survey `best` is OPEN; .*\n$/);
  }
  await cli.run(['survey', 'close', 'best']);
  const tallies = await cli.run(['votes', 'export', '--survey', 'best', '--tallies']);
  const [head, ...rows] = tallies.out.trim().split('\n');
  expect(head).toBe(
    'rank,narrative,votes,share,votes_api,votes_import,name,survey,edition,method,base,revision',
  );
  expect(rows).toEqual([
    '1,ai,2,66.7,0,2,Artificial Intelligence,best,,SINGLE_CHOICE,3,1',
    '2,rwa,1,33.3,0,1,Real World Assets,best,,SINGLE_CHOICE,3,1',
    '3,depin,0,0,0,0,Decentralized Physical Infrastructure Networks,best,,SINGLE_CHOICE,3,1',
  ]);
  const lines = await cli.run(['votes', 'export', '--survey', 'best', '--tallies', '--format', 'json']);
  expect(JSON.parse(lines.out.split('\n')[0] ?? '')).toMatchObject({
    rank: 1,
    narrative: 'ai',
    votes: 2,
    share: 66.7,
    channels: [
      { channel: 'API', votes: 0, share: 0 },
      { channel: 'IMPORT', votes: 2, share: 66.7 },
    ],
  });
  const ballots = await cli.run(['votes', 'export', '--survey', 'best']);
  expect(
    ballots.out
      .trim()
      .split('\n')
      .map((row) => row.split(',').at(-1))
      .toSorted(),
  ).toEqual(['ai', 'ai', 'choice_1', 'rwa']);
});

test('a voided import no longer counts, and the same file can then be imported again', async () => {
  const cli = await openCli();
  await openBest(cli);
  const words = importing(cli.fileOf('answers.csv', 'Choice\nai\nrwa\n'), '--choice-columns', 'Choice');
  const { batch } = await cli.json(words);
  expect(await cli.json(['votes', 'void', '--batch', batch, '--reason', 'a trial'])).toEqual({
    batch,
    voided: 2,
    restored: 0,
  });
  const again = await cli.run(['votes', 'void', '--batch', batch, '--reason', 'once more']);
  expect(again).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The import .* was voided before.*\n$/),
  });
  const second = await cli.json(words);
  expect(second.added).toBe(2);
  expect(second.batch).not.toBe(batch);
  expect((await cli.json(['survey', 'show', 'best'])).voteCount).toBe(2);
  expect(existsSync(`${cli.databaseFile}.voter-secret`)).toBe(true);
});
