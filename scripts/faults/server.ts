import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/moon-awards', import.meta.url));
const startMilliseconds = 30_000;

export interface Server {
  url: string;
  pid: number;
  /** Sends the signal and resolves when the process has exited. */
  end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<Exit>;
}

export interface Exit {
  code: number | null;
  milliseconds: number;
}

export interface ServerOptions {
  environment?: Readonly<Record<string, string>>;
  /** A command that runs the server in its own process, such as `strace -D`. */
  under?: readonly string[];
}

const running = new Set<ChildProcess>();
// Kills the servers however this process ends.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

export const environmentFor = (file: string): Record<string, string | undefined> => ({
  ...process.env,
  DATABASE_FILE: file,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'error',
  RATE_LIMIT_POINTS: '0',
  RATE_LIMIT_POINTS_KEYED: '0',
  // A slow machine is not a violation.
  OPERATION_TIMEOUT_SECONDS: '60',
});

/** Runs `moon-awards serve` on a free local port, without rate limits. */
export async function startServer(
  file: string,
  { environment = {}, under = [] }: ServerOptions = {},
): Promise<Server> {
  const [command = '', ...parameters] = [...under, process.execPath, program, 'serve'];
  const child = spawn(command, parameters, {
    env: { ...environmentFor(file), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const exited = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    const timeout = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The server did not start within ${startMilliseconds} ms: ${output}`));
    }, startMilliseconds);
    const onOutput = (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-4000);
      const address = /http:\/\/\S+\/graphql/.exec(output)?.[0];
      if (address === undefined) return;
      clearTimeout(timeout);
      resolve(address);
    };
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    child.once('error', reject);
    void exited.then((code) => reject(new Error(`The server exited with ${code}: ${output}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    end: async (signal) => {
      const started = performance.now();
      child.kill(signal);
      const timeout = setTimeout(() => child.kill('SIGKILL'), 30_000);
      const code = await exited;
      clearTimeout(timeout);
      return { code, milliseconds: performance.now() - started };
    },
  };
}

/** Creates the database and an API key with the scopes that the trials need. Returns the key. */
export function createKey(file: string): string {
  const scopes = 'votes:cast,votes:import,surveys:write,drafts:read';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, 'keys', 'create', '--name', 'faults', '--scopes', scopes, '--json'],
    { env: environmentFor(file), encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`Cannot create a key: ${stderr}`);
  return String(JSON.parse(stdout).key);
}
