import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/database.ts';

const bin = fileURLToPath(new URL('../../bin/moon-awards', import.meta.url));

/** The Node of the tests, and the machine's own where there is another. */
const nodes = [process.execPath, '/usr/bin/node', '/usr/local/bin/node'].filter((file) => existsSync(file));

function start(node: string, ...argv: string[]): { child: ChildProcess; out: () => string } {
  const child = spawn(node, [bin, ...argv], {
    env: { PORT: '0', DATABASE_FILE: join(temporaryFolder(), 'test.db'), LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      out += text;
    });
  }
  return { child, out: () => out };
}

describe.each(nodes)('moon-awards under %s', (node) => {
  test('passes on arguments, output and exit code', async () => {
    const help = start(node, 'migrate', '--help');
    expect(await once(help.child, 'close')).toEqual([0, null]);
    expect(help.out()).toContain('Usage: moon-awards migrate');
    const misuse = start(node, 'lod');
    expect(await once(misuse.child, 'close')).toEqual([2, null]);
    expect(misuse.out()).toContain("unknown command 'lod'");
  });

  test('ends with 0 when it is asked to stop while it serves', async () => {
    const { child, out } = start(node, 'serve');
    const ended = once(child, 'close').then(() => 'ended');
    while (!out().includes('/graphql')) {
      const event = await Promise.race([once(child.stdout ?? child, 'data'), ended]);
      if (event === 'ended') throw new Error(out());
    }
    child.kill('SIGTERM');
    await ended;
    expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: 0, signal: null });
  });
});
