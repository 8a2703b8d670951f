import { cpus } from 'node:os';
import type { ContestantName } from './contestants.ts';
import { table } from './markdown-table.ts';
import type { Operation } from './operations.ts';
import type { Measurement, Rounds } from './rounds.ts';
import type { ServerProcess } from './server-process.ts';

export interface Measured {
  operation: Operation;
  measurements: Map<ServerProcess, Measurement>;
}

const digits = (value: number | undefined, decimals: number): string => value?.toFixed(decimals) ?? '';

const sectionOf = ({ operation, measurements }: Measured, servers: readonly ServerProcess[]): string => {
  const rows = [...measurements]
    .sort(([, left], [, right]) => right.ratio - left.ratio)
    .map(([{ contestant }, one]) => [
      contestant.name === 'ours' ? '**ours**' : contestant.name,
      digits(one.ratio, 2),
      digits(one.requestsPerSecond, 0),
      digits(one.p50, 1),
      digits(one.p99, 1),
      digits(one.cpuMicroseconds, 0),
    ]);
  const head = ['server', 'ratio to the floor', 'requests/s', 'p50, ms', 'p99, ms', 'CPU a request, µs'];
  const without = servers.flatMap(({ contestant }) => {
    const reason = contestant.leavesOut?.[operation.name];
    return reason === undefined ? [] : [`\n\n\`${contestant.name}\` has no row: ${reason}.`];
  });
  return `## ${operation.name}: ${operation.description}\n\n${table(head, rows)}${without.join('')}`;
};

/** Of constant bytes: the least that answers which were kept should reach. */
const keptTarget = 0.6;

/** What was aimed at beside what came out, as far as the servers that this takes were there. */
function targets(all: readonly Measured[]): string[] {
  const rows = all.flatMap(({ operation, measurements }) => {
    const ratioOf = (name: ContestantName) =>
      [...measurements].find(([{ contestant }]) => contestant.name === name)?.[1].ratio;
    const [ours, kept, constant] = [ratioOf('ours'), ratioOf('ours-kept'), ratioOf('constant')];
    const row = (what: string, ratio: number, target: number) => [
      `${operation.name}, ${what}`,
      digits(ratio, 2),
      `at least ${target}`,
      ratio >= target ? 'met' : '**missed**',
    ];
    return [
      ...(ours === undefined ? [] : [row('to the floor', ours, operation.target)]),
      ...(kept === undefined || constant === undefined
        ? []
        : [row('kept, to constant bytes', kept / constant, keptTarget)]),
    ];
  });
  return rows.length === 0 ? [] : [`## Targets\n\n${table(['ours', 'ratio', 'target', ''], rows)}`];
}

/** The results as Markdown. `absent` says who could not take part. */
export function report(
  all: readonly Measured[],
  servers: readonly ServerProcess[],
  rounds: Rounds,
  absent: readonly string[],
): string {
  const memory = servers.map((server) => [
    server.contestant.name,
    server.contestant.description,
    digits(server.residentMegabytes(), 0),
  ]);
  return [
    '# Results',
    `Medians of ${rounds.count} rounds of ${rounds.seconds} s, 32 connections, servers and load on a core each, on ${cpus()[0]?.model} with Node ${process.versions.node}. What the rows mean is in README.md; trust the ratios, not the rates.`,
    ...targets(all),
    ...all.map((one) => sectionOf(one, servers)),
    '## The servers',
    `${table(['server', 'what it is', 'resident after the load, MB'], memory)}`,
    ...absent,
  ]
    .join('\n\n')
    .concat('\n');
}
