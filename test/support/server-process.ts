import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './database.ts';

const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Environment of a process that runs src/, so that it does not compile src/ again. */
export const compiled = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };

/** Starts the server in a separate process, so that its memory can be measured. */
export async function startServerProcess(
  environment: Record<string, string> = {},
): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileAt('../../src/main.ts'), ['serve'], {
    execArgv: ['--expose-gc', '--import', fileAt('reported-memory.ts')],
    env: {
      ...compiled,
      PORT: '0',
      DATABASE_FILE: join(temporaryFolder(), 'test.db'),
      LOG_LEVEL: 'error',
      ...environment,
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

export interface Memory {
  /** Live bytes of the heap, after garbage collection. */
  heapUsed: number;
  resident: number;
}

export async function memoryOf(child: ChildProcess): Promise<Memory> {
  const reply = once(child, 'message');
  child.send('memory');
  const [memory]: Memory[] = await reply;
  if (memory === undefined) throw new Error('The server sent no reply.');
  return memory;
}
