// Latency of reads while batches, casts and streams go on: `node bench/mixed.ts`, with --rounds and --seconds for a shorter run. Prints
// Markdown; a run without options writes it to mixed.md.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { contestants } from './contestants.ts';
import { loadCore } from './cores.ts';
import { type Load, loadWith, type Sent } from './load.ts';
import { table } from './markdown-table.ts';
import { median } from './median.ts';
import { type Company, type Kept, keepCompany } from './mixed-load.ts';
import { anew } from './mixed-requests.ts';
import { operations } from './operations.ts';
import { runningSurvey, withRunningSurvey } from './running-survey.ts';
import { startServer } from './server-process.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seconds: { type: 'string' } } });
const rounds = Number(values.rounds ?? 7);
const seconds = Number(values.seconds ?? 3);

const paces = [
  { name: 'Paced reads', pause: 60, said: 'each of 32 connections waits up to 60 ms before it asks again' },
  { name: 'Reads as fast as they are answered', pause: 0, said: '32 connections never wait' },
];

const nobody: Company = { batches: 0, casts: 0, streams: 0 };
const companies: readonly (readonly [name: string, company: Company])[] = [
  ['reads alone', nobody],
  ['and 50 batches/s', { ...nobody, batches: 50 }],
  ['and 200 casts/s', { ...nobody, casts: 200 }],
  ['and 100 streams', { ...nobody, streams: 100 }],
  ['and all of these', { batches: 50, casts: 200, streams: 100 }],
];

/** Of finished surveys, of narratives, and of the survey that is voted on; each kept and anew. */
function reads(): Sent[] {
  const small = operations.filter(({ name }) => name === 'exact-fields' || name === 'leaderboard');
  const bodies = small.flatMap(({ bodies }) => bodies);
  const [leaderboard] = small.find(({ name }) => name === 'leaderboard')?.bodies ?? [];
  const running = { ...Object(leaderboard), variables: { slug: runningSurvey } };
  return bodies
    .flatMap((body, place) => (place % 4 === 0 ? [body, running] : [body]))
    .flatMap((body) => [{ body }, { body, headers: anew }]);
}

interface Slot {
  load: Load;
  kept: Kept;
}

const quantile = (numbers: readonly number[], part: number): number =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length * part)] ?? Number.NaN;

const digits = (value: number, decimals = 0): string =>
  Number.isFinite(value) ? value.toFixed(decimals) : '';

/** A row for one company; `alone` are the slots of the same rounds without any. */
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
    digits(of(({ kept }) => kept.casts.length / kept.seconds || Number.NaN)),
    digits(
      of(({ kept }) => quantile(kept.casts, 0.99)),
      1,
    ),
    digits(
      of(({ kept }) => quantile(kept.batches, 0.99)),
      1,
    ),
    digits(of(({ kept }) => kept.events / kept.seconds || Number.NaN)),
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

const ours = contestants.find(({ name }) => name === 'ours-kept');
if (ours === undefined) throw new Error('Our own server is no contestant.');
// The writes come from this process, so it belongs where the load does.
execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', loadCore, String(process.pid)]);
const { file, key, remove } = withRunningSurvey();
const limits = { RATE_LIMIT_POINTS_KEYED: '0', STREAM_LIMIT_KEYED: '0' };
const sections: string[] = [];
try {
  const server = await startServer({ ...ours, environment: { ...ours.environment, ...limits } }, file);
  const slotOf = async (company: Company, pause: number, length: number): Promise<Slot> => {
    const { stop } = await keepCompany(server.origin, key, company);
    const load = await loadWith(server.origin, '/graphql', reads(), length, { pause });
    return { load, kept: await stop() };
  };
  try {
    for (const { name, pause, said } of paces) {
      for (const [, company] of companies) await slotOf(company, pause, 1);
      const slots = companies.map(() => [] as Slot[]);
      for (let round = 0; round < rounds; round += 1) {
        for (const [index, [, company]] of companies.entries()) {
          slots[index]?.push(await slotOf(company, pause, seconds));
        }
      }
      const rows = companies.map(([title], index) => rowOf(title, slots[index] ?? [], slots[0] ?? []));
      sections.push(`## ${name}`, `Here ${said}.`, table(head, rows));
    }
  } finally {
    await server.stop();
  }
} finally {
  remove();
}
const text = `${[
  '# Mixed load',
  `Reads of narratives and leaderboards, half of them for answers that may be kept and half worked out anew, one in five of the survey that is voted on; beside them, at rates that do not wait for the server, batches of ten operations, votes cast with an API key, each by a new voter and on the disk before it is answered, and streams of the running results (server-sent events). Medians of ${rounds} interleaved rounds of ${seconds} s, the ratio of each to the reads alone of its round (target for all of it: at most 3); server and load on a core each, on ${cpus()[0]?.model} with Node ${process.versions.node}.`,
  ...sections,
].join('\n\n')}\n`;
process.stdout.write(text);
if (Object.keys(values).length === 0) writeFileSync(new URL('mixed.md', import.meta.url), text);
