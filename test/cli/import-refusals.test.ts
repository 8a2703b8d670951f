import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importing, untouched, written } from './importing.ts';
import { type Cli, openBest, openCli } from './run-cli.ts';

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

  test('standard input, a pipe and a folder are refused, since the file is read several times', async () => {
    expect(await refused(() => importing('-', ...columns))).toContain('save the answers to a file first');
    expect(await refused(({ folder }) => importing(folder, ...columns))).toContain('is not a file on disk');
    const pipe = ({ folder }: Cli) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      return importing(join(folder, 'pipe'), ...columns);
    };
    expect(await refused(pipe)).toContain('is not a file on disk');
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

  test('a map that is missing, broken or names what is not an option is refused', async () => {
    const withMap = (text: string | undefined) => (cli: Cli) => {
      const map = text === undefined ? join(cli.folder, 'none.json') : cli.fileOf('map.json', text);
      return importing(cli.fileOf('answers.csv', 'Choice\nai\n'), ...columns, '--map', map);
    };
    expect(await refused(withMap(undefined))).toContain('--write-map writes one');
    expect(await refused(withMap('["ai"]'))).toContain('not a JSON object');
    expect(await refused(withMap('{"The machines": "machines"}'))).toContain('`machines`');
  });
});
