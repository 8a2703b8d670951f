import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/database.ts';
import { fuzz } from '../support/fuzz.ts';

/** `FUZZ=100000` sends as many bodies as the guard is held to: `npm run fuzz`. */
const count = Number(process.env.FUZZ ?? 2_000);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The server in a process of its own, whose memory is nobody else's. */
async function startServer(): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileAt('../../src/cli/main.ts'), ['serve'], {
    execArgv: ['--expose-gc', '--import', fileAt('told-memory.ts')],
    env: {
      PORT: '0',
      DATABASE_FILE: join(temporaryFolder(), 'test.db'),
      LOG_LEVEL: 'error',
      RATE_LIMIT_POINTS: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  for await (const chunk of child.stdout ?? []) {
    out += chunk;
    const url = /http\S+/.exec(out)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`The server did not start: ${out}`);
}

interface Memory {
  /** Bytes that are live, garbage collected before. */
  heapUsed: number;
  resident: number;
}

async function memoryOf(child: ChildProcess): Promise<Memory> {
  const answer = once(child, 'message');
  child.send('memory');
  const [memory]: Memory[] = await answer;
  if (memory === undefined) throw new Error('The server told nothing.');
  return memory;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;

/** What may be more in use at the end: a twentieth of what a server holds. */
const allowance = 8e6;

test(`${count} broken bodies make no error of the server and leave its memory as it was (SEED=${seed})`, {
  timeout: 900_000,
}, async () => {
  const { child, url } = await startServer();
  // So many that what is kept of documents has come to its bound.
  await fuzz(url, Math.max(count / 4, 3_000), seed + 1);
  const before = await memoryOf(child);
  const { statuses, faults } = await fuzz(url, count, seed);
  const after = await memoryOf(child);
  console.info(
    `statuses ${JSON.stringify(statuses)}; live heap ${megabytes(before.heapUsed)} MB, then ${megabytes(after.heapUsed)} MB; resident ${megabytes(before.resident)} MB, then ${megabytes(after.resident)} MB`,
  );
  expect(faults.slice(0, 5)).toEqual([]);
  expect(after.heapUsed).toBeLessThan(before.heapUsed + allowance);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ survey(slug: \\"sandbox\\") { status } }"}',
  });
  expect(await response.json()).toEqual({ data: { survey: { status: 'OPEN' } } });
});
