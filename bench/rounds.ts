import { type Load, load } from './load.ts';
import { median } from './median.ts';
import type { Operation } from './operations.ts';
import type { ServerProcess } from './server-process.ts';

/** What was measured of a server and an operation, as medians over the rounds. */
export interface Measurement {
  /** Requests per second divided by those of the floor just before and after. */
  ratio: number;
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** CPU time per request. */
  cpuMicroseconds: number;
}

interface Slot extends Load {
  cpuMicroseconds: number;
}

export interface Rounds {
  count: number;
  seconds: number;
  /** Seconds of load before the first round, which compile code and fill caches. */
  warmUpSeconds: number;
}

async function slot(server: ServerProcess, operation: Operation, seconds: number): Promise<Slot> {
  const { name, headers } = server.contestant;
  const path = name === 'constant' ? `/${operation.name}` : '/graphql';
  const before = server.cpuSeconds();
  const seen = await load(server.origin, path, operation.bodies, seconds, headers);
  return { ...seen, cpuMicroseconds: ((server.cpuSeconds() - before) / seen.requests) * 1e6 };
}

/**
 * Each slot of a server is between two slots of the floor, so that other work of the machine affects both.
 */
export async function measure(
  floor: ServerProcess,
  servers: readonly ServerProcess[],
  operation: Operation,
  { count, seconds, warmUpSeconds }: Rounds,
): Promise<Map<ServerProcess, Measurement>> {
  for (const server of [floor, ...servers]) await slot(server, operation, warmUpSeconds);
  const floors: Slot[] = [];
  const slots = new Map(servers.map((server) => [server, [] as (Slot & { ratio: number })[]]));
  for (let round = 0; round < count; round += 1) {
    let before = await slot(floor, operation, seconds);
    for (const server of servers) {
      const own = await slot(server, operation, seconds);
      const after = await slot(floor, operation, seconds);
      const ratio = (2 * own.requestsPerSecond) / (before.requestsPerSecond + after.requestsPerSecond);
      slots.get(server)?.push({ ...own, ratio });
      floors.push(before);
      before = after;
    }
  }
  slots.set(
    floor,
    floors.map((one) => ({ ...one, ratio: 1 })),
  );
  return new Map([...slots].map(([server, own]) => [server, medians(own)]));
}

const medians = (slots: readonly (Slot & { ratio: number })[]): Measurement => ({
  ratio: median(slots.map(({ ratio }) => ratio)),
  requestsPerSecond: median(slots.map(({ requestsPerSecond }) => requestsPerSecond)),
  p50: median(slots.map(({ p50 }) => p50)),
  p99: median(slots.map(({ p99 }) => p99)),
  cpuMicroseconds: median(slots.map(({ cpuMicroseconds }) => cpuMicroseconds)),
});
