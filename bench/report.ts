import { cpus } from 'node:os';
import type { ContestantName } from './contestants.ts';
import { paragraph, table } from './markdown.ts';
import { digits } from './numbers.ts';
import type { Operation } from './operations.ts';
import type { Measurement, Rounds } from './rounds.ts';
import type { ServerProcess } from './server-process.ts';

export interface Measured {
  operation: Operation;
  measurements: Map<ServerProcess, Measurement>;
}

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

/** The ratio to constant bytes that cached responses should reach. */
const cachedTarget = 0.6;

/** The targets and what was measured, for the servers that took part. */
function targets(all: readonly Measured[]): string[] {
  const rows = all.flatMap(({ operation, measurements }) => {
    const ratioOf = (name: ContestantName) =>
      [...measurements].find(([{ contestant }]) => contestant.name === name)?.[1].ratio;
    const [ours, cached, constant] = [ratioOf('ours'), ratioOf('ours-cached'), ratioOf('constant')];
    const row = (what: string, ratio: number, target: number) => [
      `${operation.name}, ${what}`,
      digits(ratio, 2),
      `at least ${target}`,
      ratio >= target ? 'met' : '**missed**',
    ];
    return [
      ...(ours === undefined ? [] : [row('to the floor', ours, operation.target)]),
      ...(cached === undefined || constant === undefined
        ? []
        : [row('cached, to constant bytes', cached / constant, cachedTarget)]),
    ];
  });
  return rows.length === 0 ? [] : [`## Targets\n\n${table(['ours', 'ratio', 'target', ''], rows)}`];
}

/** The results as Markdown. `absent` has the servers that could not run, with the reasons. */
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
    paragraph(`Medians of ${rounds.count} rounds of ${rounds.seconds} s, 32 connections, servers and load
      on a core each, on ${cpus()[0]?.model} with Node ${process.versions.node}. What the rows
      mean is in README.md; trust the ratios, not the rates.`),
    ...targets(all),
    ...all.map((one) => sectionOf(one, servers)),
    '## The servers',
    `${table(['server', 'what it is', 'resident after the load, MB'], memory)}`,
    ...absent,
  ]
    .join('\n\n')
    .concat('\n');
}
