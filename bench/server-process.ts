import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, realpathSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Contestant, nodeProgram } from './contestants.ts';

/** The servers have one core and the load has the other. */
const serverCore = '0';

export interface ServerProcess {
  contestant: Contestant;
  origin: string;
  /** Seconds of CPU time so far, in the program and in the kernel for it. */
  cpuSeconds: () => number;
  /** Megabytes of memory that are resident now. */
  residentMegabytes: () => number;
  stop: () => Promise<void>;
}

/** Starts a server on a free port and resolves once it takes connections. */
export async function startServer(contestant: Contestant, file: string): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(
    'taskset',
    ['--cpu-list', serverCore, realpathSync(nodeProgram), ...contestant.script],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: String(port),
        DATABASE_FILE: file,
        ...contestant.environment,
      },
    },
  );
  const origin = `http://127.0.0.1:${port}`;
  await listening(child, port, contestant.name);
  // taskset becomes the program that it starts, so the process id is the server's.
  const about = (name: string) => readFileSync(`/proc/${child.pid}/${name}`, 'utf8');
  return {
    contestant,
    origin,
    cpuSeconds: () => {
      // What follows the name in parentheses begins with field 3; user and system time are fields 14 and 15, in hundredths of a second.
      const fields = about('stat').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    residentMegabytes: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(about('status'))?.[1]) / 1024,
    stop: async () => {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Resolves once the port takes connections. */
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
