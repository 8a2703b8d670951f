import { copyFileSync, existsSync, constants as fileConstants, readdirSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createApiKey } from '../../src/access/api-key.ts';
import { type Scope, scopes } from '../../src/access/scope.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { countingThread } from '../../src/result/runoff-counter.ts';
import type { Contestant } from '../contestants.ts';
import { dataFolder } from '../data-set.ts';
import { median } from '../median.ts';
import { cpuMilliseconds, settledCpuMilliseconds, watchPeak } from '../process-usage.ts';
import { startServer } from '../server-process.ts';

/** A request for the server. */
export interface Asked {
  /** Sent as JSON by POST; a request without one is a GET. */
  body?: unknown;
  /** `/graphql` when omitted. */
  path?: string;
  /** Whether to send the API key, which has all scopes. */
  isKeyed?: boolean | undefined;
  headers?: Readonly<Record<string, string>>;
}

/** A response, with what it took. */
export interface Exchange {
  status: number;
  text: string;
  bytes: number;
  /**
   * Milliseconds of CPU time of the server, including the kernel and all threads but the one that counts
   * rankings: it works at its own pace, whatever is requested.
   */
  cpu: number;
  /** The peak of resident memory, in megabytes above that before the request. */
  peak: number;
  /**
   * Points after the refund; undefined when the response does not report them.
   */
  points: number | undefined;
}

export interface MeasuredServer {
  processId: number;
  origin: string;
  /** A connection of this process to the server's database. */
  db: Database;
  voterSecret: Buffer;
  /** The API key with all scopes. */
  key: string;
  keyId: string;
  /** Milliseconds of CPU time so far, once the server is idle. */
  settledCpu: () => Promise<number>;
  send: (asked: Asked) => Promise<Exchange>;
  stop: () => Promise<void>;
}

const voterSecret = 'a secret of the benchmark, as long as it needs to be';

/**
 * The server with the limits of production, except for budgets: a measurement sends more than a client may.
 */
const contestant: Contestant = {
  name: 'ours',
  description: '`moon-awards serve`',
  // Without the check of the whole file, which the data set does not need.
  script: [new URL('../../src/main.ts', import.meta.url).pathname, 'serve', '--no-check'],
  environment: {
    RATE_LIMIT_POINTS: '999999999',
    RATE_LIMIT_POINTS_KEYED: '999999999',
    // Within one window, the remaining points tell what a request cost.
    RATE_LIMIT_WINDOW_SECONDS: '999999999',
    LOG_LEVEL: 'error',
    VOTER_SECRET: voterSecret,
  },
};

/** Starts the server on a copy of the file, on a core of its own. */
export async function startMeasuredServer(original: string): Promise<MeasuredServer> {
  removeAbandoned();
  const file = `${dataFolder}price-run-${process.pid}.db`;
  copyFileSync(original, file, fileConstants.COPYFILE_FICLONE);
  const remove = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  };
  process.on('exit', remove);
  const db = openDatabase(file);
  // Writes of this process need not survive a crash.
  db.$client.pragma('synchronous = OFF');
  const everything = Object.keys(scopes) as Scope[];
  const { key, row } = createApiKey(db, { name: 'price', scopes: everything }, Date.now());
  const server = await startServer(contestant, file);
  const { processId, origin } = server;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const left = new Map<boolean, number>();

  const settledCpu = () => settledCpuMilliseconds(processId, countingThread);

  const send: MeasuredServer['send'] = async (asked) => {
    const { isKeyed = false } = asked;
    const headers = { ...asked.headers, ...(isKeyed && { authorization: `Bearer ${key}` }) };
    const peakSince = watchPeak(processId);
    // The server is idle: the request before was awaited.
    const before = cpuMilliseconds(processId, countingThread);
    const answer = await answered({ ...asked, headers }, origin, agent);
    const cpu = (await settledCpu()) - before;
    const remaining = /r=(\d+)/.exec(answer.rateLimit ?? '')?.[1];
    const known = left.get(isKeyed);
    if (remaining !== undefined) left.set(isKeyed, Number(remaining));
    const points = remaining === undefined || known === undefined ? undefined : known - Number(remaining);
    return { ...answer, bytes: Buffer.byteLength(answer.text), cpu, peak: peakSince(), points };
  };

  return {
    processId,
    origin,
    db,
    voterSecret: Buffer.from(voterSecret),
    key,
    keyId: row.id,
    settledCpu,
    send,
    stop: async () => {
      agent.destroy();
      db.$client.close();
      await server.stop();
      remove();
    },
  };
}

/** Removes the copies of runs that were killed. */
function removeAbandoned(): void {
  for (const name of readdirSync(dataFolder)) {
    const id = /^price-run-(\d+)\.db/.exec(name)?.[1];
    if (id !== undefined && !existsSync(`/proc/${id}`)) rmSync(dataFolder + name);
  }
}

interface Answer {
  status: number;
  text: string;
  rateLimit: string | undefined;
}

async function answered(asked: Asked, origin: string, agent: Agent): Promise<Answer> {
  try {
    return await answeredOnce(asked, origin, agent);
  } catch (error) {
    // The server may close an idle connection just when it is used again.
    if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET')) throw error;
    return answeredOnce(asked, origin, agent);
  }
}

const answeredOnce = ({ body, path = '/graphql', headers }: Asked, origin: string, agent: Agent) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request(
      origin + path,
      {
        method: body === undefined ? 'GET' : 'POST',
        agent,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            rateLimit: response.headers.ratelimit?.toString(),
          }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

/**
 * Milliseconds of CPU for `{ __typename }`, the cheapest request. Warms the server up.
 */
export async function baselineOf({ send }: MeasuredServer): Promise<number> {
  const asked = { body: { query: '{ __typename }' } };
  for (let turn = 0; turn < 500; turn += 1) await send(asked);
  const cpus: number[] = [];
  for (let turn = 0; turn < 101; turn += 1) cpus.push((await send(asked)).cpu);
  return median(cpus);
}
