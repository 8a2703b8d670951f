import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadCore } from './cores.ts';

const run = promisify(execFile);

const connections = 32;

/** What `wrk` saw. */
export interface Load {
  requestsPerSecond: number;
  requests: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

const quoted = (text: string): string => `[==[${text}]==]`;

/** Sends the bodies in turn; the last line of what it prints is for `load`. */
const script = (
  bodies: readonly unknown[],
  path: string,
  headers: Readonly<Record<string, string>>,
): string => `
local requests, turn = {}, 0
function init()
  local headers = { ${Object.entries({ 'content-type': 'application/json', ...headers })
    .map(([name, value]) => `['${name}'] = '${value}'`)
    .join(', ')} }
  for index, body in ipairs({ ${bodies.map((body) => quoted(JSON.stringify(body))).join(', ')} }) do
    requests[index] = wrk.format('POST', '${path}', headers, body)
  end
end
function request()
  turn = turn % #requests + 1
  return requests[turn]
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"failed":%d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`;

/** Loads a server with the bodies for some seconds. Rejects when any request failed. */
export async function load(
  origin: string,
  path: string,
  bodies: readonly unknown[],
  seconds: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Load> {
  const file = join(tmpdir(), `moon-awards-bench-${process.pid}.lua`);
  writeFileSync(file, script(bodies, path, headers));
  const { stdout } = await run('taskset', [
    ...['--cpu-list', loadCore, 'wrk', '--threads', '1', '--connections', String(connections)],
    ...['--duration', `${seconds}s`, '--timeout', '10s', '--script', file, origin],
  ]);
  const { requests, microseconds, p50, p99, failed } = JSON.parse(stdout.split('\n').at(-1) ?? '');
  if (failed > 0) throw new Error(`${failed} requests to ${origin}${path} failed:\n${stdout}`);
  return { requests, requestsPerSecond: (requests / microseconds) * 1e6, p50: p50 / 1000, p99: p99 / 1000 };
}
