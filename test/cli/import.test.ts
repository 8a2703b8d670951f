import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { voteBatch, voteEvent } from '../../src/db/tables/vote.ts';
import { type Cli, openBest, openCli } from './run-cli.ts';

const importing = (file: string, ...more: string[]) => ['votes', 'import', '--survey', 'best', file, ...more];

/** What imports have left in the database. */
function written({ databaseFile }: Cli) {
  const db = openDatabase(databaseFile);
  try {
    return {
      batches: db.select().from(voteBatch).all().length,
      events: db.select().from(voteEvent).all().length,
    };
  } finally {
    db.$client.close();
  }
}

const untouched = { batches: 0, events: 0 };

test('a file of an election, ranked and packed, is counted as its cells and the map say', async () => {
  const cli = await openCli();
  await openBest(cli, '--method', 'RANKED_CHOICE');
  // The form of the public cast vote records: an empty cell skips a rank, overvotes and write-ins are marks without a choice.
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

test('a dry run reports and writes nothing', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', 'Choice\nai\nnope\n\n"depin"\n');
  const { code, out } = await cli.run(importing(file, '--choice-columns', 'Choice', '--dry-run'));
  expect({ code, out }).toEqual({
    code: 0,
    out: [
      'line 3: `nope` is no option of the survey; name it in the map (column `Choice`)',
      '        1  ai',
      '        1  depin',
      '3 rows: 2 votes, 0 blank, 1 faulty.',
      'Nothing was written.',
      '',
    ].join('\n'),
  });
  expect(written(cli)).toEqual(untouched);
});

test('twenty faulty rows are shown, and the file of faults has all of them, also when --strict refuses', async () => {
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
  expect(out.split('\n').slice(19, 22)).toEqual([
    'line 22: `nope` is no option of the survey; name it in the map (column `Choice`)',
    '... and 5 more faulty rows',
    '        1  ai',
  ]);
  expect(readFileSync(faults, 'utf8').split('\n').at(-2)).toMatch(/^line 27: /);
});

test('what a stranger wrote into a cell cannot act on the terminal', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', 'Choice\n"\u001b[2Jgone\nline 9: forged"\n');
  const { out } = await cli.run(importing(file, '--choice-columns', 'Choice'));
  expect(out).toContain('line 2: `\\u001b[2Jgone\\u000aline 9: forged`');
});

describe('names of columns', () => {
  const header = '"First, if any",Second\nai,depin\n';

  test.each([
    [['--choice-columns', '"First, if any",Second']],
    [['--choice-columns', '"First, if any"', '--choice-columns', 'Second']],
    [['--choice-columns', ' "First, if any" , Second ']],
  ])('%j names both, though one has a comma', async (columns) => {
    const cli = await openCli();
    await openBest(cli, '--method', 'APPROVAL');
    const report = await cli.json(importing(cli.fileOf('answers.csv', header), ...columns));
    expect(report).toMatchObject({ votes: 1, choices: { ai: 1, depin: 1 } });
  });

  test.each([[''], ['A,'], ['A,A'], ['"A'], ['A\nB']])('%j is misuse', async (columns) => {
    const cli = await openCli();
    const { code, err } = await cli.run(importing('answers.csv', '--choice-columns', columns));
    expect(code).toBe(2);
    expect(err).toContain('--choice-columns');
  });

  test('a column that the file lacks is refused with those that it has', async () => {
    const cli = await openCli();
    await openBest(cli);
    const { code, err } = await cli.run(
      importing(cli.fileOf('answers.csv', header), '--choice-columns', 'Third'),
    );
    expect({ code, err }).toEqual({
      code: 1,
      err: 'The file has no column `Third`; it has `First, if any`, `Second`.\n',
    });
  });
});

describe('before anything is read or written', () => {
  const columns = ['--choice-columns', 'Choice'];

  async function refused(words: (cli: Cli) => string[]) {
    const cli = await openCli();
    await openBest(cli);
    const { code, out, err } = await cli.run(words(cli));
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 1, out: '', lines: 2 });
    expect(written(cli)).toEqual(untouched);
    return err;
  }

  test('standard input, a pipe and a folder are refused, since the file is read twice', async () => {
    expect(await refused(() => importing('-', ...columns))).toContain('save the answers to a file first');
    expect(await refused(({ folder }) => importing(folder, ...columns))).toContain('is no file on disk');
    const pipe = ({ folder }: Cli) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      return importing(join(folder, 'pipe'), ...columns);
    };
    expect(await refused(pipe)).toContain('is no file on disk');
  });

  test('a file of faults that cannot be made is refused, and one that is the answers themselves', async () => {
    const answers = ({ fileOf }: Cli) => fileOf('answers.csv', 'Choice\nai\n');
    const nowhere = (cli: Cli) =>
      importing(answers(cli), ...columns, '--faults', join(cli.folder, 'no', 'x'));
    expect(await refused(nowhere)).toMatch(/^ENOENT: /);
    let file = '';
    const itself = (cli: Cli) => {
      file = answers(cli);
      return importing(
        file,
        ...columns,
        '--faults',
        `${cli.folder}/../${cli.folder.split('/').at(-1)}/answers.csv`,
      );
    };
    expect(await refused(itself)).toContain('Choose another file');
    expect(readFileSync(file, 'utf8')).toBe('Choice\nai\n');
  });

  test('a map that is missing, broken or names what is no option is refused', async () => {
    const withMap = (text: string | undefined) => (cli: Cli) => {
      const map = text === undefined ? join(cli.folder, 'none.json') : cli.fileOf('map.json', text);
      return importing(cli.fileOf('answers.csv', 'Choice\nai\n'), ...columns, '--map', map);
    };
    expect(await refused(withMap(undefined))).toMatch(/^ENOENT: .*none\.json/);
    expect(await refused(withMap('["ai"]'))).toContain('no JSON object');
    expect(await refused(withMap('{"The machines": "machines"}'))).toContain('`machines`');
  });
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
  expect(tallies.out).toBe('rank,narrative,votes,share\n1,ai,2,66.7\n2,rwa,1,33.3\n3,depin,0,0\n');
  const lines = await cli.run(['votes', 'export', '--survey', 'best', '--tallies', '--format', 'json']);
  expect(JSON.parse(lines.out.split('\n')[0] ?? '')).toEqual({
    rank: 1,
    narrative: 'ai',
    votes: 2,
    share: 66.7,
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
