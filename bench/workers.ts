// What a second worker costs and gains: `node bench/workers.ts`, with --rounds and --seconds for a shorter
// run. Prints Markdown; a run without options writes it to workers.md.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Contestant, contestants } from './contestants.ts';
import { loadCore, serverCore } from './cores.ts';
import { dataSet } from './data-set.ts';
import { loadWith } from './load.ts';
import { paragraph, table } from './markdown.ts';
import { median } from './median.ts';
import { operations } from './operations.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string' }, seconds: { type: 'string' } },
});
const rounds = Number(values.rounds ?? 7);
const seconds = Number(values.seconds ?? 3);

// The servers and the load share both cores: a second worker has no core to itself here.
const cores = `${serverCore},${loadCore}`;
const ours = contestants.find(({ name }) => name === 'ours');
if (ours === undefined) throw new Error('Our own server is not a contestant.');
const withWorkers = (count: number): Contestant => ({
  ...ours,
  cores,
  environment: { ...ours.environment, WORKERS: String(count) },
});

interface Slot {
  requestsPerSecond: number;
  cpuMicroseconds: number;
  p99: number;
}

async function slot(server: ServerProcess, bodies: readonly unknown[], duration = seconds): Promise<Slot> {
  const before = server.cpuSeconds();
  const sent = bodies.map((body) => ({ body, headers: ours?.headers ?? {} }));
  const seen = await loadWith(server.origin, '/graphql', sent, duration, { cores });
  return { ...seen, cpuMicroseconds: ((server.cpuSeconds() - before) / seen.requests) * 1e6 };
}

const file = dataSet();
const servers: ServerProcess[] = [];
const rows: string[][] = [];
try {
  for (const count of [1, 2]) servers.push(await startServer(withWorkers(count), file));
  await wait(2_000);
  const [one, two] = servers;
  if (one === undefined || two === undefined) throw new Error('A server is missing.');
  for (const { name, bodies } of operations) {
    for (const server of servers) await slot(server, bodies, 2);
    const pairs: [Slot, Slot][] = [];
    for (let round = 0; round < rounds; round += 1)
      pairs.push([await slot(one, bodies), await slot(two, bodies)]);
    const ratio = (key: keyof Slot) =>
      median(pairs.map(([first, second]) => second[key] / first[key])).toFixed(2);
    rows.push([name, ratio('cpuMicroseconds'), ratio('requestsPerSecond'), ratio('p99')]);
  }
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}
const text = `${[
  '# Two workers beside one',
  paragraph(`Medians of ${rounds} interleaved rounds of ${seconds} s, no response cached, 32 connections;
    servers and load share the two cores of ${cpus()[0]?.model}, Node ${process.versions.node}. Target for
    CPU: within 10 % of one worker's.`),
  table(['two workers to one', 'CPU a request', 'requests per second', 'p99'], rows),
].join('\n\n')}\n`;
process.stdout.write(text);
if (Object.keys(values).length === 0) writeFileSync(new URL('workers.md', import.meta.url), text);
