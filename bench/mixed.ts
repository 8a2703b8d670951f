// Latency of reads during batches, casts and streams: `node bench/mixed.ts`, with --rounds and --seconds
// for a shorter run. Prints Markdown; a run without options writes it to mixed.md.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { contestants } from './contestants.ts';
import { loadCore } from './cores.ts';
import { type Load, loadWith, type Sent } from './load.ts';
import { paragraph, table } from './markdown.ts';
import { median } from './median.ts';
import { type SideLoad, type SideLoadResult, startSideLoad } from './mixed-load.ts';
import { uncached } from './mixed-requests.ts';
import { digits } from './numbers.ts';
import { operations } from './operations.ts';
import { runningSurvey, withRunningSurvey } from './running-survey.ts';
import { startServer } from './server-process.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seconds: { type: 'string' } } });
const rounds = Number(values.rounds ?? 7);
const seconds = Number(values.seconds ?? 3);

const paces = [
  {
    name: 'Paced reads',
    pause: 60,
    description: 'each of 32 connections waits up to 60 ms before it asks again',
  },
  { name: 'Reads as fast as they are answered', pause: 0, description: '32 connections never wait' },
];

const none: SideLoad = { batches: 0, casts: 0, streams: 0 };
const sideLoads: readonly (readonly [name: string, sideLoad: SideLoad])[] = [
  ['reads alone', none],
  ['and 50 batches/s', { ...none, batches: 50 }],
  ['and 200 casts/s', { ...none, casts: 200 }],
  ['and 100 streams', { ...none, streams: 100 }],
  ['and all of these', { batches: 50, casts: 200, streams: 100 }],
];

/** Reads of finished surveys, of narratives and of the open survey, each cached and uncached. */
function reads(): Sent[] {
  const small = operations.filter(({ name }) => name === 'exact-fields' || name === 'leaderboard');
  const bodies = small.flatMap(({ bodies }) => bodies);
  const [leaderboard] = small.find(({ name }) => name === 'leaderboard')?.bodies ?? [];
  const running = { ...Object(leaderboard), variables: { slug: runningSurvey } };
  return bodies
    .flatMap((body, place) => (place % 4 === 0 ? [body, running] : [body]))
    .flatMap((body) => [{ body }, { body, headers: uncached }]);
}

interface Slot {
  load: Load;
  beside: SideLoadResult;
}

const quantile = (numbers: readonly number[], part: number): number =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length * part)] ?? Number.NaN;

/** A row for one side load; `alone` are the slots of the same rounds without a side load. */
function rowOf(name: string, slots: readonly Slot[], alone: readonly Slot[]): string[] {
  const of = (value: (slot: Slot) => number) => median(slots.map(value));
  const ratio = median(slots.map(({ load }, round) => load.p99 / (alone[round]?.load.p99 ?? Number.NaN)));
  return [
    name,
    digits(of(({ load }) => load.requestsPerSecond)),
    digits(
      of(({ load }) => load.p50),
      1,
    ),
    digits(
      of(({ load }) => load.p99),
      1,
    ),
    `**${digits(ratio, 2)}**`,
    digits(of(({ beside }) => beside.casts.length / beside.seconds || Number.NaN)),
    digits(
      of(({ beside }) => quantile(beside.casts, 0.99)),
      1,
    ),
    digits(
      of(({ beside }) => quantile(beside.batches, 0.99)),
      1,
    ),
    digits(of(({ beside }) => beside.events / beside.seconds || Number.NaN)),
  ];
}

const head = [
  'load',
  'reads/s',
  'reads p50, ms',
  'reads p99, ms',
  'p99, ratio to reads alone',
  'casts/s',
  'casts p99, ms',
  'batches p99, ms',
  'events/s',
];

const ours = contestants.find(({ name }) => name === 'ours-cached');
if (ours === undefined) throw new Error('Our own server is not a contestant.');
// This process sends the writes, so it runs on the core of the load.
execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', loadCore, String(process.pid)]);
const { file, key, remove } = withRunningSurvey();
const limits = { RATE_LIMIT_POINTS_KEYED: '0', STREAM_LIMIT_KEYED: '0' };
const sections: string[] = [];
try {
  const server = await startServer({ ...ours, environment: { ...ours.environment, ...limits } }, file);
  const slotOf = async (sideLoad: SideLoad, pause: number, length: number): Promise<Slot> => {
    const { stop } = await startSideLoad(server.origin, key, sideLoad);
    const load = await loadWith(server.origin, '/graphql', reads(), length, { pause });
    return { load, beside: await stop() };
  };
  try {
    for (const { name, pause, description } of paces) {
      for (const [, sideLoad] of sideLoads) await slotOf(sideLoad, pause, 1);
      const slots = sideLoads.map(() => [] as Slot[]);
      for (let round = 0; round < rounds; round += 1) {
        for (const [index, [, sideLoad]] of sideLoads.entries()) {
          slots[index]?.push(await slotOf(sideLoad, pause, seconds));
        }
      }
      const rows = sideLoads.map(([title], index) => rowOf(title, slots[index] ?? [], slots[0] ?? []));
      sections.push(`## ${name}`, `Here ${description}.`, table(head, rows));
    }
  } finally {
    await server.stop();
  }
} finally {
  remove();
}
const text = `${[
  '# Mixed load',
  paragraph(`Reads of narratives and leaderboards, half of them for responses that may be cached and half
    uncached, one in five of the survey that is voted on; beside them, at rates that do not wait
    for the server, batches of ten operations, votes cast with an API key, each by a new voter and
    on the disk before it is answered, and streams of the running results (server-sent events).
    Medians of ${rounds} interleaved rounds of ${seconds} s, the ratio of each to the reads alone
    of its round (target for all of it: at most 3); server and load on a core each, on
    ${cpus()[0]?.model} with Node ${process.versions.node}.`),
  ...sections,
].join('\n\n')}\n`;
process.stdout.write(text);
if (Object.keys(values).length === 0) writeFileSync(new URL('mixed.md', import.meta.url), text);
