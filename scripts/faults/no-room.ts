import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type BallotBox, openBallotBox, survey } from './ballot-box.ts';
import { contradictions, Ledger, voters } from './ledger.ts';
import { seconds, sleep, type Trial, type Verdict } from './trial.ts';

const recoveryMilliseconds = 5000;

/** A file system that is full. */
export const fullDisk: Trial = {
  name: 'disk full',
  run: async ({ folder, isQuick }) => {
    const small = join(folder, 'small');
    mkdirSync(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small]).status !== 0) {
      return { skipped: 'a small file system could not be mounted; that needs root' };
    }
    // Lazily, since a server that is just being killed may still have files open there.
    const unmount = () => spawnSync('umount', ['--lazy', small]);
    process.once('exit', unmount);
    const filler = join(small, 'filler');
    try {
      return await sufferWithout(small, isQuick, {
        take: () => fill(filler),
        giveBack: () => rmSync(filler),
      });
    } finally {
      process.off('exit', unmount);
      unmount();
    }
  },
};

/** A limit on the size of files: no write goes beyond it. */
export const fileSizeLimit: Trial = {
  name: 'file-size limit',
  run: async ({ folder, isQuick }) => {
    const limit = (pid: number, bytes: string) =>
      spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]).status === 0;
    if (!limit(process.pid, 'unlimited')) return { skipped: '`prlimit` is missing or may not set a limit' };
    return sufferWithout(folder, isQuick, {
      take: ({ server }) => limit(server.pid, '32768'),
      giveBack: ({ server }) => limit(server.pid, 'unlimited'),
    });
  },
};

interface Room {
  take: (box: BallotBox) => void;
  giveBack: (box: BallotBox) => void;
}

/** Room for writing is taken away under load, twice, and given back: writes are refused meanwhile, reads are not. */
async function sufferWithout(folder: string, isQuick: boolean, room: Room): Promise<Verdict> {
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
      room.take(box);
      if (!(await becomes(() => (ledger.refusals.UNAVAILABLE ?? 0) > before, 20_000))) {
        violations.push('no write was refused while there was no room');
      }
      const end = performance.now() + (isQuick ? 500 : 2000);
      while (performance.now() < end) {
        reads += 1;
        const reply = await box.client.post(`{ survey(slug: "${survey}") { voteCount results { votes } } }`);
        if (reply.status !== 200 || reply.text.includes('"errors"')) {
          violations.push(`a read was answered ${reply.status} ${reply.text}`);
        }
        await sleep(20);
      }
      const acknowledged = ledger.taken.size;
      room.giveBack(box);
      const given = performance.now();
      const hasRecovered = await becomes(() => ledger.taken.size > acknowledged, 2 * recoveryMilliseconds);
      slowest = Math.max(slowest, performance.now() - given);
      if (!hasRecovered || slowest > recoveryMilliseconds) {
        violations.push(`writes were refused for ${seconds(slowest)} after there was room again`);
      }
    }
    isOver = true;
    await load;
    const others = Object.keys(ledger.refusals).filter((code) => code !== 'UNAVAILABLE');
    if (others.length > 0) violations.push(`writes were refused with ${others.join(', ')}`);
    if (ledger.lost > 0) violations.push(`${ledger.lost} requests were left without an answer`);
    // What was acknowledged must be on disk, not in the memory of the process that said so.
    await box.server.end('SIGKILL');
    await box.restart();
    violations.push(...contradictions(box.file, ledger, { isSettled: false }));
    await ledger.settle(box.client);
    violations.push(...contradictions(box.file, ledger), ...(await ledger.lostReceipts(box.client)));
    return {
      said: `${ledger.refusals.UNAVAILABLE} writes refused with UNAVAILABLE, ${reads} reads answered meanwhile; writes again after ${seconds(slowest)}; ${ledger.taken.size} acknowledged, none falsely`,
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

async function becomes(isSo: () => boolean, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!isSo() && performance.now() < end) await sleep(10);
  return isSo();
}
