import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openBallotBox, survey } from './ballot-box.ts';
import { Ledger, voters } from './ledger.ts';
import type { Setting, Trial, Verdict } from './trial.ts';

/** Only synced data survives a power failure, so no reply may be sent before the sync of its vote. */
export const syncOrder: Trial = {
  name: 'sync before reply',
  run: async (setting) => {
    const traced = await trace(setting, {});
    if ('skipped' in traced) return traced;
    const { replies, early, unwritten } = traced;
    return {
      summary: `${replies} replies traced, each of them after the sync of its vote`,
      violations: [
        ...(replies === 0 ? ['no reply was traced'] : []),
        ...(early > 0 ? [`${early} of ${replies} replies were sent before their vote was synced`] : []),
        ...(unwritten > 0
          ? [`${unwritten} of ${replies} replies were sent before their vote was written`]
          : []),
      ],
    };
  },
};

/** The same trial with a setting that loses votes, to prove that the trial detects them. */
export const syncOrderControl: Trial = {
  name: 'sync before reply, control',
  run: async (setting) => {
    const weaken = fileURLToPath(new URL('./synchronous-normal.ts', import.meta.url));
    const traced = await trace(setting, { NODE_OPTIONS: `--import=${weaken}` });
    if ('skipped' in traced) return traced;
    const { replies, early } = traced;
    return {
      summary: `with synchronous = NORMAL ${early} of ${replies} replies were sent before their vote was synced, as expected`,
      violations: early === 0 ? ['the trial does not detect synchronous = NORMAL'] : [],
    };
  },
};

interface Traced {
  replies: number;
  /** Replies that were sent before a sync of their vote had completed. */
  early: number;
  /** Replies that were sent before their vote was written. */
  unwritten: number;
}

async function trace(
  { folder, isQuick }: Setting,
  environment: Record<string, string>,
): Promise<Traced | Extract<Verdict, { skipped: string }>> {
  if (spawnSync('strace', ['-f', '-e', 'trace=none', 'true']).status !== 0) {
    return { skipped: '`strace` is missing or not permitted; install it (apt install strace)' };
  }
  const file = join(folder, 'trace.txt');
  const calls = 'trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync';
  const box = await openBallotBox(folder, {
    // -D keeps the server a child of this process, -y prints the paths of files, -s prints whole pages.
    under: ['strace', '-D', '-f', '-qq', '-y', '-s', '4200', '-e', calls, '-e', 'signal=none', '-o', file],
    environment,
  });
  const ledger = new Ledger(survey);
  try {
    const [people, each] = [voters(8), isQuick ? 10 : 40];
    await Promise.all(
      people.map(async (voter) => {
        for (let cast = 0; cast < each; cast += 1) await ledger.send(box.client, voter);
      }),
    );
    await box.server.end('SIGTERM');
    return await orderIn(file, ledger);
  } finally {
    await box.close();
  }
}

/** A line of strace is the start of a call, its end, or both. */
const line = /^(?<thread>\d+) +(?:<\.\.\. (?<resumed>\w+) resumed>|(?<call>\w+)\(\d+<(?<path>[^>]*)>)/;

async function orderIn(file: string, ledger: Ledger): Promise<Traced> {
  /** Unfinished calls by thread. */
  const unfinished = new Map<string, { call: string; path: string; place: number; receipts: string[] }>();
  /** By receipt, the line of the end of the first write of its page to the write-ahead log. */
  const written = new Map<string, number>();
  const syncs: { from: number; to: number }[] = [];
  const replied = new Map<string, number>();
  let place = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'latin1') })) {
    place += 1;
    const { thread = '', resumed, call: name = '', path: named = '' } = line.exec(text)?.groups ?? {};
    const call =
      resumed === undefined
        ? { call: name, path: named, place, receipts: receiptsIn(text, ledger) }
        : unfinished.get(thread);
    if (call === undefined) continue;
    if (resumed === undefined && /^(TCP|socket)/.test(call.path)) {
      for (const receipt of call.receipts) if (!replied.has(receipt)) replied.set(receipt, place);
    }
    if (text.endsWith('<unfinished ...>')) {
      unfinished.set(thread, call);
      continue;
    }
    unfinished.delete(thread);
    if (!call.path.endsWith('-wal')) continue;
    if (call.call.endsWith('sync')) syncs.push({ from: call.place, to: place });
    else for (const receipt of call.receipts) if (!written.has(receipt)) written.set(receipt, place);
  }
  const traced: Traced = { replies: replied.size, early: 0, unwritten: 0 };
  for (const [receipt, reply] of replied) {
    const write = written.get(receipt);
    if (write === undefined || write > reply) traced.unwritten += 1;
    else if (!syncs.some(({ from, to }) => from > write && to < reply)) traced.early += 1;
  }
  return traced;
}

const receiptsIn = (text: string, { acknowledged }: Ledger): string[] => {
  const found: string[] = [];
  // A receipt can be next to other letters in a page, so every position is checked.
  for (const [run] of text.matchAll(/[\w-]{22,}/g)) {
    for (let start = 0; start + 22 <= run.length; start += 1) {
      const receipt = run.slice(start, start + 22);
      if (acknowledged.has(receipt)) found.push(receipt);
    }
  }
  return found;
};
