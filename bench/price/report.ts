import { cpus } from 'node:os';
import { table } from '../markdown.ts';
import type { Quartiles } from '../quartiles.ts';
import type { PriceDataSet } from './data-set/data-set.ts';
import { type FieldResult, verdictOf } from './field-result.ts';
import { type Bound, boundsOf, budgetWays, type Findings } from './findings.ts';
import type { RequestResult } from './request-result.ts';

const digits = (value: number): string =>
  Number.isFinite(value) ? value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0) : '';

const quartiles = ({ lower, median, upper }: Quartiles): string =>
  `${digits(median)} (${digits(lower)} to ${digits(upper)})`;

/** The text, shortened and escaped for a cell of a table. */
const shortened = (text: string, length = 90): string => {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'");
  return line.length > length ? `${line.slice(0, length)}…` : line;
};

const kilobytes = (bytes: number): string => digits(bytes / 1_000);

/** Microseconds of CPU per point. */
const rateOf = ({ cold, points }: FieldResult): number => (cold.median * 1_000) / Math.max(points, 1);

/** Sorted by CPU per point, the highest first. */
export const worstFirst = (fields: readonly FieldResult[]): FieldResult[] =>
  fields
    .filter(({ unreached }) => unreached === undefined)
    .toSorted((left, right) => rateOf(right) - rateOf(left));

const fieldTable = (fields: readonly FieldResult[]): string =>
  table(
    [
      'field',
      'verdict',
      'of the bound',
      'by itself',
      'CPU, ms',
      'new document, ms',
      'again, ms',
      'points charged',
      'after the refund',
      'µs a point',
      'own µs a value',
      'values',
      'response, KB',
      'memory, MB',
    ],
    fields.map((field) => [
      `\`${field.coordinate}\`${field.isMoving ? ' (after a vote)' : ''}${field.isAnonymous ? '' : ' (key)'}`,
      verdictOf(field),
      digits(Math.max(field.score, field.worstScore)),
      digits(field.ownScore),
      quartiles(field.cold),
      quartiles(field.fresh),
      digits(field.warm.median),
      digits(field.charged),
      digits(field.points),
      digits(rateOf(field)),
      digits((field.own * 1_000) / Math.max(field.values, 1)),
      field.values.toLocaleString('en'),
      kilobytes(field.bytes),
      digits(field.peak),
    ]),
  );

const requestTable = (head: string, results: readonly RequestResult[]): string =>
  table(
    [head, 'outcome', 'CPU, ms', 'points', 'response, KB', 'memory, MB'],
    results
      .toSorted((left, right) => right.cpu.median - left.cpu.median)
      .map(({ name, outcome, cpu, points, bytes, peak }) => [
        shortened(name, 120),
        outcome,
        quartiles(cpu),
        digits(points),
        kilobytes(bytes),
        digits(peak),
      ]),
  );

export const boundTable = (bounds: readonly Bound[]): string =>
  table(
    ['bound', 'verdict', 'found'],
    bounds.map(({ name, isMet, found }) => [name, isMet ? 'PASS' : 'FAIL', shortened(found, 300)]),
  );

/** The operations that were measured. */
const operationTable = (fields: readonly FieldResult[]): string =>
  table(
    ['field', 'its worst operation', 'the worst with it'],
    fields.map(({ coordinate, description, worstDescription }) => [
      `\`${coordinate}\``,
      shortened(description, 300),
      worstDescription === description ? '' : shortened(worstDescription, 300),
    ]),
  );

/** The report of a few fields, with their operations. */
export const fieldReport = (fields: readonly FieldResult[]): string =>
  [
    fieldTable(fields),
    operationTable(fields),
    ...fields.map(({ coordinate, text }) => `\`${coordinate}\`\n\n${text}`),
  ]
    .join('\n\n')
    .concat('\n');

/** The report of a run, as Markdown. */
export function report(findings: Findings, { size, megabytes }: PriceDataSet, minutes: number): string {
  const { fields, documents, random, others, streams, honest, baseline } = findings;
  const worst = worstFirst(fields);
  const unreached = fields.filter((field) => field.unreached !== undefined);
  const counts = Object.entries(size).map(([name, count]) => `${name} ${count.toLocaleString('en')}`);
  return [
    '# What a point buys',
    [
      `On ${cpus()[0]?.model} with Node ${process.versions.node}, in ${minutes.toFixed(0)} minutes.`,
      `\`{ __typename }\` takes ${digits(baseline)} ms of CPU.`,
      `The database has ${megabytes.toLocaleString('en')} MB: ${counts.join(', ')}.`,
      'What the columns mean is in README.md.',
    ].join(' '),
    '## Bounds',
    boundTable(boundsOf(findings)),
    '## The ten requests with which a budget buys most CPU',
    table(
      ['request', 'CPU of one, ms', 'points', 'seconds of CPU for 10,000 points'],
      budgetWays(findings)
        .slice(0, 10)
        .map(({ name, cpu, points, milliseconds }) => [
          shortened(name),
          digits(cpu),
          digits(points),
          digits(milliseconds / 1_000),
        ]),
    ),
    '## Honest operations',
    table(
      ['operation', 'verdict', 'outcome', 'CPU, ms', 'points', 'response, KB'],
      honest.map(({ name, isPassing, outcome, cpu, points, bytes }) => [
        name,
        isPassing ? 'PASS' : 'FAIL',
        outcome,
        quartiles(cpu),
        digits(points),
        kilobytes(bytes),
      ]),
    ),
    '## Fields, by CPU per point',
    fieldTable(worst),
    '## Fields that no request reached',
    unreached.length === 0
      ? 'None.'
      : table(
          ['field', 'why'],
          unreached.map(({ coordinate, unreached }) => [
            `\`${coordinate}\``,
            shortened(unreached ?? '', 200),
          ]),
        ),
    '## Their operations',
    operationTable(worst),
    '## New documents',
    requestTable('document', documents),
    '## Random operations, the worst twenty',
    requestTable(
      'operation',
      random.toSorted((left, right) => right.cpu.median - left.cpu.median).slice(0, 20),
    ),
    '## Other requests without a key',
    requestTable('request', others),
    '## Streams',
    table(
      ['stream', 'points, once', 'opening, CPU ms', 'an event, CPU ms'],
      streams.map(({ name, points, opening, event }) => [
        name,
        digits(points),
        digits(opening),
        digits(event),
      ]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}
