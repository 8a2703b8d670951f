// Mutation tests: `npm run mutants -- guard vote/import db/writer-thread.ts` puts faults into these folders
// or files of src/, one at a time, and runs the tests that can notice them. Prints each fault that no test
// noticed, and the score (docs/testing.md). The exit code is 1 if the tests fail without a fault.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders of tests that hold for a folder of src/, beside the one that mirrors it. */
const furtherTests: Readonly<Record<string, readonly string[]>> = {
  access: ['test/guard'],
  db: ['test/vote'],
  engine: ['test/guard'],
  guard: ['test/engine'],
  result: ['test/survey'],
  vote: ['test/survey'],
};

/** The folder of StrykerJS's copies of the project. */
const copies = '.mutants';

const filesAt = (place: string): string[] =>
  place.endsWith('.ts')
    ? [`src/${place}`]
    : readdirSync(`src/${place}`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join('src', place, file));

/** Which tests reach the code of a thread is not known, so that all are run for each of its faults. */
const isThread = (file: string): boolean => file.endsWith('-thread.ts');

function mutate(files: readonly string[], coverage: 'perTest' | 'off', tests: readonly string[]): boolean {
  if (files.length === 0) return true;
  const parameters = ['run', 'stryker.config.json', '--coverageAnalysis', coverage];
  const env = { ...process.env, MUTANT_TESTS: tests.filter((folder) => existsSync(folder)).join(' ') };
  return (
    spawnSync('stryker', [...parameters, '--mutate', files.join()], { stdio: 'inherit', env }).status === 0
  );
}

const places = process.argv.slice(2);
if (places.length === 0 || places.some((place) => !existsSync(`src/${place}`))) {
  console.error('Name folders or files of src/, such as: npm run mutants -- guard vote/import');
  process.exit(2);
}
mkdirSync(copies, { recursive: true });
// Tests look for data beside the checkout.
if (existsSync('../shared') && !existsSync(`${copies}/shared`))
  symlinkSync(resolve('../shared'), `${copies}/shared`);
let passes = true;
for (const place of places) {
  const [room = ''] = place.split('/');
  const tests = [`test/${room}`, ...(furtherTests[room] ?? [])];
  const files = filesAt(place);
  const unthreaded = files.filter((file) => !isThread(file));
  passes = mutate(unthreaded, 'perTest', tests) && mutate(files.filter(isThread), 'off', tests) && passes;
}
rmSync(copies, { recursive: true, force: true });
process.exitCode = passes ? 0 : 1;
