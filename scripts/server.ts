import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ScriptServer {
  origin: string;
  stop: () => Promise<void>;
}

/** The server as anyone starts it, on a free port, over this database. */
export async function startServer(databaseFile: string): Promise<ScriptServer> {
  const child = spawn(process.execPath, ['src/main.ts', 'serve'], {
    env: {
      ...process.env,
      DATABASE_FILE: databaseFile,
      PORT: '0',
      LOG_LEVEL: 'warn',
      RATE_LIMIT_POINTS: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    return {
      origin: new URL(url).origin,
      stop: async () => {
        child.kill('SIGTERM');
        await once(child, 'exit');
      },
    };
  }
  throw new Error('The server did not start.');
}
