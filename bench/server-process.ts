import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Contestant, nodeProgram } from './contestants.ts';
import { serverCore } from './cores.ts';
import { cpuSeconds, residentMegabytes } from './process-usage.ts';

export interface ServerProcess {
  contestant: Contestant;
  processId: number;
  origin: string;
  /** Seconds of CPU time so far, including its database server. */
  cpuSeconds: () => number;
  /** Megabytes of resident memory, including its database server. */
  residentMegabytes: () => number;
  stop: () => Promise<void>;
}

/** Functions that stop what is running. */
const endings = new Set<() => void>();
// No server outlives this process.
process.on('exit', () => {
  for (const end of endings) end();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** Starts a server on a free port and resolves once it accepts connections. */
export async function startServer(contestant: Contestant, file: string): Promise<ServerProcess> {
  const companion = await contestant.database?.(file);
  const port = await freePort();
  const child = spawn(
    'taskset',
    ['--cpu-list', contestant.cores ?? serverCore, realpathSync(nodeProgram), ...contestant.script],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: String(port),
        DATABASE_FILE: file,
        ...contestant.environment,
        ...companion?.environment,
      },
    },
  );
  const end = () => {
    child.kill('SIGKILL');
    companion?.end();
  };
  endings.add(end);
  const origin = `http://127.0.0.1:${port}`;
  // `taskset` replaces itself by the program, so the process id is the server's.
  const ids = [child.pid ?? 0, ...(companion === undefined ? [] : [companion.processId])];
  const sum = (usage: (id: number) => number) => ids.reduce((total, id) => total + usage(id), 0);
  const server: ServerProcess = {
    contestant,
    processId: child.pid ?? 0,
    origin,
    cpuSeconds: () => sum(cpuSeconds),
    residentMegabytes: () => sum(residentMegabytes),
    stop: async () => {
      if (child.exitCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await companion?.stop();
      endings.delete(end);
    },
  };
  try {
    await listening(child, port, contestant.name);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** Resolves once the port accepts connections. */
export async function listening(child: ChildProcess, port: number, name: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`The server \`${name}\` stopped with ${child.exitCode}.`);
    try {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
      return;
    } catch {
      await wait(100);
    }
  }
  throw new Error(`The server \`${name}\` did not listen within 20 s.`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
