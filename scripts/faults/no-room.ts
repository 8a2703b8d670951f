import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type BallotBox, openBallotBox, survey } from './ballot-box.ts';
import { contradictions, Ledger, voters } from './ledger.ts';
import { seconds, sleep, type Trial, type Verdict } from './trial.ts';

const recoveryMilliseconds = 5000;

/** The file system is full. */
export const fullDisk: Trial = {
  name: 'disk full',
  run: async ({ folder, isQuick }) => {
    const small = join(folder, 'small');
    mkdirSync(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small]).status !== 0) {
      return { skipped: 'cannot mount a small file system; that requires root' };
    }
    // Lazy, because a server that is being killed can still have open files there.
    const unmount = () => spawnSync('umount', ['--lazy', small]);
    process.once('exit', unmount);
    const filler = join(small, 'filler');
    try {
      return await runWithoutSpace(small, isQuick, {
        exhaust: () => fill(filler),
        restore: () => rmSync(filler),
      });
    } finally {
      process.off('exit', unmount);
      unmount();
    }
  },
};

/** The process reaches its limit on the size of files. */
export const fileSizeLimit: Trial = {
  name: 'file-size limit',
  run: async ({ folder, isQuick }) => {
    const limit = (pid: number, bytes: string) =>
      spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]).status === 0;
    if (!limit(process.pid, 'unlimited')) return { skipped: '`prlimit` is missing or not permitted' };
    return runWithoutSpace(folder, isQuick, {
      exhaust: ({ server }) => limit(server.pid, '32768'),
      restore: ({ server }) => limit(server.pid, 'unlimited'),
    });
  },
};

interface Space {
  exhaust: (box: BallotBox) => void;
  restore: (box: BallotBox) => void;
}

/**
 * Exhausts the space for writes under load and restores it, twice. Meanwhile writes are
 * refused and reads succeed.
 */
async function runWithoutSpace(folder: string, isQuick: boolean, space: Space): Promise<Verdict> {
  const box = await openBallotBox(folder);
  const ledger = new Ledger(survey);
  const violations: string[] = [];
  let [reads, slowest] = [0, 0];
  try {
    let isOver = false;
    const load = ledger.sendUntil(
      () => box.client,
      voters(16),
      () => isOver,
    );
    for (let round = 1; round <= 2; round += 1) {
      await sleep(500);
      const before = ledger.refusals.UNAVAILABLE ?? 0;
      space.exhaust(box);
      if (!(await waitUntil(() => (ledger.refusals.UNAVAILABLE ?? 0) > before, 20_000))) {
        violations.push('no write was refused without space');
      }
      const end = performance.now() + (isQuick ? 500 : 2000);
      while (performance.now() < end) {
        reads += 1;
        const reply = await box.client.post(`{ survey(slug: "${survey}") { voteCount results { votes } } }`);
        if (reply.status !== 200 || reply.text.includes('"errors"')) {
          violations.push(`a read failed: ${reply.status} ${reply.text}`);
        }
        await sleep(20);
      }
      const acknowledged = ledger.acknowledged.size;
      space.restore(box);
      const restoredAt = performance.now();
      const hasRecovered = await waitUntil(
        () => ledger.acknowledged.size > acknowledged,
        2 * recoveryMilliseconds,
      );
      slowest = Math.max(slowest, performance.now() - restoredAt);
      if (!hasRecovered || slowest > recoveryMilliseconds) {
        violations.push(`writes were refused for ${seconds(slowest)} after the space was restored`);
      }
    }
    isOver = true;
    await load;
    const others = Object.keys(ledger.refusals).filter((code) => code !== 'UNAVAILABLE');
    if (others.length > 0) violations.push(`writes were refused with ${others.join(', ')}`);
    if (ledger.lost > 0) violations.push(`${ledger.lost} requests got no reply`);
    // Acknowledged votes must be on disk, not only in the memory of the process.
    await box.server.end('SIGKILL');
    await box.restart();
    violations.push(...contradictions(box.file, ledger, { isSettled: false }));
    await ledger.settle(box.client);
    violations.push(...contradictions(box.file, ledger), ...(await ledger.lostReceipts(box.client)));
    return {
      summary: `${ledger.refusals.UNAVAILABLE} writes refused with UNAVAILABLE, ${reads} reads succeeded meanwhile; writes recovered after ${seconds(slowest)}; ${ledger.acknowledged.size} acknowledged, none lost`,
      violations,
    };
  } finally {
    await box.close();
  }
}

function fill(file: string): void {
  const handle = openSync(file, 'a');
  try {
    for (let size = 1 << 20; size >= 512; ) {
      try {
        writeSync(handle, Buffer.alloc(size));
      } catch {
        size /= 2;
      }
    }
  } finally {
    closeSync(handle);
  }
}

async function waitUntil(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!condition() && performance.now() < end) await sleep(10);
  return condition();
}
