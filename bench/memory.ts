// Memory of our server under full load: `node bench/memory.ts`, `--seconds 20` for a short run.
// Prints Markdown; a run of five minutes or more writes it to memory.md.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Contestant, contestants, floor } from './contestants.ts';
import { dataSet } from './data-set.ts';
import { loadWith, type Sent } from './load.ts';
import { paragraph, table } from './markdown.ts';
import { median } from './median.ts';
import { mixedRequests } from './mixed-requests.ts';
import { digits } from './numbers.ts';
import { startServer } from './server-process.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '300' }, only: { type: 'string', multiple: true } },
});
const seconds = Number(values.seconds);
// Long enough to fill the caches of documents and responses.
const warmUpSeconds = Math.ceil(seconds * 0.4);
const peerSeconds = Math.ceil(seconds / 15);
const file = dataSet();

interface Sample {
  /** Since the load began. */
  seconds: number;
  residentMegabytes: number;
  heapMegabytes: number;
}

/** Our server under load: one sample a second. */
async function samplesOf(ours: Contestant, requests: readonly Sent[]): Promise<Sample[]> {
  const heapFile = join(tmpdir(), `moon-awards-heap-${process.pid}`);
  writeFileSync(heapFile, '');
  const preload = fileURLToPath(new URL('servers/heap-size.ts', import.meta.url));
  const watched = {
    ...ours,
    script: ['--import', preload, ...ours.script],
    environment: { ...ours.environment, HEAP_FILE: heapFile },
  };
  const server = await startServer(watched, file);
  const samples: Sample[] = [];
  const started = performance.now();
  const timer = setInterval(
    () =>
      samples.push({
        seconds: (performance.now() - started) / 1000,
        residentMegabytes: server.residentMegabytes(),
        heapMegabytes: Number(readFileSync(heapFile, 'utf8')) / 2 ** 20,
      }),
    1000,
  );
  try {
    await loadWith(server.origin, '/graphql', requests, warmUpSeconds + seconds);
  } finally {
    clearInterval(timer);
    await server.stop();
    rmSync(heapFile);
  }
  return samples;
}

/** Megabytes of a server before the first request and after the load. */
async function sizesOf(contestant: Contestant): Promise<[idle: number, loaded: number, requests: number]> {
  const requests = mixedRequests.filter(({ operation }) => contestant.leavesOut?.[operation] === undefined);
  const server = await startServer(contestant, file);
  try {
    await wait(2000);
    const idle = server.residentMegabytes();
    const seen = await loadWith(server.origin, '/graphql', requests, peerSeconds);
    await wait(2000);
    return [idle, server.residentMegabytes(), seen.requests];
  } finally {
    await server.stop();
  }
}

const slots = 10;

/**
 * A row for each tenth of the time: the median of resident memory, and the minimum of the heap, which is
 * closest to the live objects.
 */
function rowsOf(samples: readonly Sample[]): { from: number; resident: number; heap: number }[] {
  const length = seconds / slots;
  return Array.from({ length: slots + 1 }, (_, slot) => {
    // The first row is the end of the warm-up.
    const from = warmUpSeconds + (slot - 1) * length;
    const within = samples.filter((sample) => sample.seconds >= from && sample.seconds < from + length);
    return {
      from,
      resident: median(within.map(({ residentMegabytes }) => residentMegabytes)),
      heap: Math.min(...within.map(({ heapMegabytes }) => heapMegabytes)),
    };
  });
}

async function growth(ours: Contestant): Promise<string> {
  const rows = rowsOf(await samplesOf(ours, mixedRequests));
  const [before, after] = [rows[0], rows.at(-1)];
  const grown = (key: 'resident' | 'heap') => ((after?.[key] ?? 0) / (before?.[key] ?? 0) - 1) * 100;
  const length = seconds / slots;
  return [
    '## Ours under full load',
    paragraph(`After a warm-up of ${warmUpSeconds} s, ${seconds} s of full load:
      **${digits(grown('resident'), 1)} %** more is resident at the end, and
      **${digits(grown('heap'), 1)} %** more of the heap is in use (target: at most 10 %). A row
      is the median of what is resident, and the least of the heap, sampled each second; the first
      row is the end of the warm-up.`),
    table(
      ['time, s', 'resident, MB', 'heap in use, MB'],
      rows.map(({ from, resident, heap }) => [
        `${digits(from - warmUpSeconds)} to ${digits(from - warmUpSeconds + length)}`,
        digits(resident),
        digits(heap, 1),
      ]),
    ),
  ].join('\n\n');
}

async function sizes(): Promise<string> {
  const rows: string[][] = [];
  const absent: string[] = [];
  for (const contestant of [floor, ...contestants]) {
    const { name, description } = contestant;
    // `constant` has no data, and `ours-cached` is the same server as `ours`.
    if (name === 'constant' || name === 'ours-cached') continue;
    if (values.only !== undefined && !values.only.includes(name)) continue;
    const reason = contestant.missing?.();
    if (reason !== undefined) {
      absent.push(`\`${name}\` is skipped: ${reason}`);
      continue;
    }
    const [idle, loaded, requests] = await sizesOf(contestant);
    rows.push([
      name === 'ours' ? '**ours**' : name,
      name === 'ours' ? '`moon-awards serve`' : description,
      digits(idle),
      digits(loaded),
      requests.toLocaleString('en'),
    ]);
  }
  return [
    '## Ours beside the others',
    paragraph(`What is resident 2 s after the start, before any request, and 2 s after ${peerSeconds} s of
      the same load; of \`postgraphile\` with its PostgreSQL, shared memory counted once.`),
    table(['server', 'what it is', 'idle, MB', 'after the load, MB', 'requests it had answered'], rows),
    ...absent,
  ].join('\n\n');
}

const ours = contestants.find(({ name }) => name === 'ours-cached');
if (ours === undefined) throw new Error('Our own server is not a contestant.');
const parts = [
  '# Memory',
  paragraph(`Full load: 32 connections that send every operation of the suite in turn, each once for a
    response that may be cached and once uncached, and documents that are seldom seen again;
    servers and load on a core each, on ${cpus()[0]?.model} with Node ${process.versions.node}.`),
  await growth(ours),
  await sizes(),
];
const text = `${parts.join('\n\n')}\n`;
process.stdout.write(text);
if (seconds >= 300 && values.only === undefined) writeFileSync(new URL('memory.md', import.meta.url), text);
