import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadCore } from './cores.ts';

const run = promisify(execFile);

const connections = 32;

/** What `wrk` measured. */
export interface Load {
  requestsPerSecond: number;
  requests: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** A request. */
export interface Sent {
  body: unknown;
  headers?: Readonly<Record<string, string>> | undefined;
}

export interface LoadSetting {
  /**
   * Each connection waits a random time, up to so many milliseconds, before it sends again; 0 for no wait.
   */
  pause?: number;
  /** The cores the load runs on; `loadCore` when omitted. */
  cores?: string;
}

const quoted = (text: string): string => `[==[${text}]==]`;

const requestOf = ({ body, headers = {} }: Sent, path: string): string => {
  const fields = Object.entries({ 'content-type': 'application/json', ...headers });
  const list = fields.map(([name, value]) => `['${name}'] = '${value}'`).join(', ');
  return `wrk.format('POST', '${path}', { ${list} }, ${quoted(JSON.stringify(body))})`;
};

/** Sends the requests in turn. Its last line of output is JSON for `loadWith`. */
const script = (sent: readonly Sent[], path: string, pause: number): string => `
local requests, turn = {}, 0
function init()
${sent.map((one, index) => `  requests[${index + 1}] = ${requestOf(one, path)}`).join('\n')}
end
function request()
  turn = turn % #requests + 1
  return requests[turn]
end
${pause === 0 ? '' : `function delay() return math.random(0, ${pause}) end`}
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"failed":%d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`;

/** Sends the requests in turn for some seconds. Rejects when one of them failed. */
export async function loadWith(
  origin: string,
  path: string,
  sent: readonly Sent[],
  seconds: number,
  { pause = 0, cores = loadCore }: LoadSetting = {},
): Promise<Load> {
  const file = join(tmpdir(), `moon-awards-bench-${process.pid}.lua`);
  writeFileSync(file, script(sent, path, pause));
  const { stdout } = await run('taskset', [
    ...['--cpu-list', cores, 'wrk', '--threads', '1', '--connections', String(connections)],
    ...['--duration', `${seconds}s`, '--timeout', '10s', '--script', file, origin],
  ]);
  rmSync(file);
  const { requests, microseconds, p50, p99, failed } = JSON.parse(stdout.split('\n').at(-1) ?? '');
  if (failed > 0) throw new Error(`${failed} requests to ${origin}${path} failed:\n${stdout}`);
  return { requests, requestsPerSecond: (requests / microseconds) * 1e6, p50: p50 / 1000, p99: p99 / 1000 };
}

/** Sends the bodies in turn for some seconds. Rejects when a request failed. */
export const load = (
  origin: string,
  path: string,
  bodies: readonly unknown[],
  seconds: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Load> =>
  loadWith(
    origin,
    path,
    bodies.map((body) => ({ body, headers })),
    seconds,
  );
