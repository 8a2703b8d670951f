// Runs every check of the project. The last line counts the checks and tests: "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const scratch = mkdtempSync(join(tmpdir(), 'moon-awards-check-'));

const isSuccess = (command: string, ...parameters: string[]): boolean =>
  spawnSync(command, parameters, { stdio: 'inherit' }).status === 0;

const one = (passes: boolean): Count => ({ passed: Number(passes), failed: Number(!passes), skipped: 0 });

/**
 * Generates migrations into a copy of the folder: there must be nothing to generate, and drizzle-kit must say
 * so. It asks about a column that may have been renamed, and ends with 0 where it cannot ask.
 */
function hasEveryMigration(): boolean {
  const copy = join(scratch, 'migrations');
  cpSync('src/db/migrations', copy, { recursive: true });
  const parameters = [
    'generate',
    '--dialect=sqlite',
    '--schema=./src/db/tables/*.ts',
    // Relative, because drizzle-kit prepends `./`.
    `--out=${relative('.', copy)}`,
  ];
  const { status, stdout, stderr } = spawnSync('drizzle-kit', parameters, { encoding: 'utf8' });
  console.log(stdout + stderr);
  return status === 0 && stdout.includes('No schema changes');
}

interface LockedPackage {
  link?: boolean;
  inBundle?: boolean;
  integrity?: string;
  resolved?: string;
}

const registry = 'https://registry.npmjs.org/';

/** npm does not verify a package without a hash, and may omit the hashes of packages for other platforms. */
function isLocked(lockfile: string): boolean {
  const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(
    readFileSync(lockfile, 'utf8'),
  );
  const faults = Object.entries(packages).flatMap(([path, { link, inBundle, integrity, resolved }]) => {
    if (path === '' || link || inBundle) return [];
    if (resolved !== undefined && !resolved.startsWith(registry)) return [`${path} is from ${resolved}`];
    return integrity?.startsWith('sha512-') ? [] : [`${path} has no integrity (sha512)`];
  });
  for (const fault of faults) console.log(`${lockfile}: ${fault}`);
  return faults.length === 0;
}

function test(): Count {
  const report = join(scratch, 'tests.json');
  const passes = isSuccess(
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  );
  try {
    const tests = JSON.parse(readFileSync(report, 'utf8'));
    const failed = tests.numFailedTests + tests.numFailedTestSuites;
    return {
      passed: tests.numPassedTests,
      failed: passes ? failed : Math.max(failed, 1),
      skipped: tests.numPendingTests,
    };
  } catch {
    return one(false);
  }
}

const checks: Record<string, () => Count> = {
  'generated types follow the schema': () =>
    one(isSuccess('graphql-codegen', '--config', 'codegen.ts', '--check')),
  types: () => one(isSuccess('tsc', '--noEmit', '-p', '.')),
  'format and lint': () => one(isSuccess('biome', 'ci', '.')),
  'conventions of the schema': () => one(isSuccess('eslint', 'schema')),
  'migrations follow the tables': () => one(hasEveryMigration()),
  'no breaking change of the schema': () => one(isSuccess('node', 'scripts/schema-change.ts')),
  'every package is locked by its hash': () =>
    one(
      ['package-lock.json', 'bench/peers/package-lock.json', 'test/clients/package-lock.json'].every(
        isLocked,
      ),
    ),
  'the reference follows its sources': () => one(isSuccess('node', 'scripts/reference.ts', '--check')),
  'plain words': () => one(isSuccess('node', 'scripts/words.ts')),
  tests: test,
};

const total: Count = { passed: 0, failed: 0, skipped: 0 };
for (const [name, check] of Object.entries(checks)) {
  console.log(`\n== ${name}`);
  const count = check();
  if (count.failed > 0) console.log(`FAILED: ${name}`);
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}
rmSync(scratch, { recursive: true, force: true });
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
