import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { importing } from './importing.ts';
import { type Cli, openBest, openCli } from './run-cli.ts';

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const rows = 12_000;
const options = ['ai', 'depin', 'rwa'];
const answers = (shift: number): string =>
  ['pick', ...Array.from({ length: rows }, (_, row) => options[(row * row + shift) % 3]), ''].join('\n');

/** Runs a command in a process of its own, which is killed as soon as `isHalf` says so. */
async function killed({ databaseFile }: Cli, words: readonly string[], isHalf: string): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, DATABASE_FILE: databaseFile, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const db = openDatabase(databaseFile, { isReadonly: true });
  const half = db.$client.prepare(isHalf).pluck();
  while (child.exitCode === null && half.get() === 0) await after(2);
  child.kill('SIGKILL');
  db.$client.close();
  const [, signal] = await ended;
  expect(signal).toBe('SIGKILL');
}

const publication = async ({ json }: Cli) => {
  const { results, voteCount, status, revision } = await json(['survey', 'show', 'best']);
  return { results, voteCount, status, revision };
};

const step = async (cli: Cli, name: string) => expect((await cli.run(['survey', name, 'best'])).code).toBe(0);

test('an import that is killed lets the survey close, not be published; resumed, it is published as one that was not', async () => {
  const [cli, whole] = [await openCli(), await openCli()];
  const file = cli.fileOf('answers.csv', answers(0));
  const command = importing(file, '--choice-columns', 'pick');
  for (const one of [cli, whole]) await openBest(one);
  await killed(cli, command, 'select coalesce(max(rows), 0) > 1000 from vote_batch');
  await step(cli, 'close');
  const refused = await cli.run(['survey', 'publish', 'best']);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toMatch(/The import `\S+` has not come to its end/);
  const { added } = await cli.json(command);
  expect(added).toBeLessThan(rows);
  await step(cli, 'publish');

  await whole.json(command);
  for (const name of ['close', 'publish']) await step(whole, name);
  expect(await publication(cli)).toEqual(await publication(whole));
});

test('a replacement and a void that are killed show the figures from before; resumed, those of a run that was not', async () => {
  const [cli, whole] = [await openCli(), await openCli()];
  const [file, corrected] = [0, 1].map((shift) => cli.fileOf(`${shift}.csv`, answers(shift)));
  const batches: string[] = [];
  for (const one of [cli, whole]) {
    await openBest(one);
    batches.push((await one.json(importing(file ?? '', '--choice-columns', 'pick'))).batch);
    for (const name of ['close', 'publish']) await step(one, name);
  }
  const why = ['--reason', 'The form counted a rehearsal'];
  const replace = (batch = '') => [
    'votes',
    'replace',
    corrected ?? '',
    '--batch',
    batch,
    '--choice-columns',
    'pick',
    ...why,
  ];
  const before = await publication(cli);
  await killed(
    cli,
    replace(batches[0]),
    'select coalesce(max(rows * (replaces is not null)), 0) > 1000 from vote_batch',
  );
  expect(await publication(cli)).toEqual(before);
  const [resumed, uncut] = [await cli.json(replace(batches[0])), await whole.json(replace(batches[1]))];
  const after = await publication(whole);
  expect(after).toMatchObject({ revision: 2, voteCount: rows });
  expect(after.results).not.toEqual(before.results);
  expect(await publication(cli)).toEqual(after);

  const voiding = (batch: string) => ['votes', 'void', '--batch', batch, ...why];
  await killed(
    cli,
    voiding(resumed.batch),
    `select count(*) > ${rows + 1_000} from vote_event where kind = 'VOID'`,
  );
  expect(await publication(cli)).toEqual(after);
  expect((await cli.json(voiding(resumed.batch))).voided).toBeLessThan(rows);
  expect((await whole.json(voiding(uncut.batch))).voided).toBe(rows);
  const empty = await publication(whole);
  expect(empty).toMatchObject({ revision: 3, voteCount: 0 });
  expect(await publication(cli)).toEqual(empty);
});

test('a survey with an unfinished import is published with a reason', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', answers(0));
  await killed(
    cli,
    importing(file, '--choice-columns', 'pick'),
    'select coalesce(max(rows), 0) > 1000 from vote_batch',
  );
  await step(cli, 'close');
  const publish = ['survey', 'publish', 'best'];
  for (const more of [['--with-unfinished'], ['--reason', 'The rest is lost']]) {
    expect((await cli.run([...publish, ...more])).err).toContain('go together');
  }
  expect((await cli.run([...publish, '--with-unfinished', '--reason', 'The rest is lost'])).code).toBe(0);
});
