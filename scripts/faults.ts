// Fault injection: `npm run faults -- [--quick] [WORD ...]` runs the trials whose names contain a word, by
// default all. Prints a line for each trial. The exit code is 1 if a trial finds a violation.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadline } from './faults/deadline.ts';
import { importKilled } from './faults/import-killed.ts';
import { kill } from './faults/kill.ts';
import { lostReply } from './faults/lost-reply.ts';
import { fileSizeLimit, fullDisk } from './faults/no-room.ts';
import { parallelCasts } from './faults/parallel-casts.ts';
import { stop } from './faults/stop.ts';
import { syncOrder, syncOrderControl } from './faults/sync-order.ts';
import { seconds, type Trial, type Verdict } from './faults/trial.ts';

const trials: readonly Trial[] = [
  parallelCasts,
  kill,
  lostReply,
  stop,
  fullDisk,
  fileSizeLimit,
  deadline,
  syncOrder,
  syncOrderControl,
  importKilled,
];

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isQuick = process.argv.includes('--quick');
const selected = trials.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const maximumViolations = 5;
const maximumCharacters = 500;

async function verdictOn({ run }: Trial): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'moon-awards-faults-'));
  try {
    return await run({ isQuick, folder });
  } catch (error) {
    return { summary: '', violations: [error instanceof Error ? (error.stack ?? '') : String(error)] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const total = { passed: 0, failed: 0, skipped: 0 };
const started = performance.now();
for (const trial of selected) {
  const from = performance.now();
  const verdict = await verdictOn(trial);
  const spent = seconds(performance.now() - from);
  if ('skipped' in verdict) {
    total.skipped += 1;
    console.log(`SKIP ${trial.name}: ${verdict.skipped}`);
  } else if (verdict.violations.length === 0) {
    total.passed += 1;
    console.log(`ok   ${trial.name} (${spent}): ${verdict.summary}`);
  } else {
    total.failed += 1;
    console.log(`FAIL ${trial.name} (${spent}): ${verdict.violations.length} violations`);
    for (const violation of verdict.violations.slice(0, maximumViolations))
      console.log(`     ${violation.slice(0, maximumCharacters)}`);
  }
}
console.log(
  `${total.passed} trials passed, ${total.failed} failed, ${total.skipped} skipped, in ${seconds(performance.now() - started)}`,
);
process.exitCode = total.failed > 0 || selected.length === 0 ? 1 : 0;
