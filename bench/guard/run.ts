import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type * as GraphQL16 from 'graphql';
import { schema } from '../../src/api/schema.ts';
import { openDatabase } from '../../src/db/client.ts';
import { createPreparation, isRefused, type PreparedOperation } from '../../src/engine/prepared-operation.ts';
import { authenticate } from '../../src/guard/authenticate.ts';
import { createBudgets } from '../../src/guard/budget.ts';
import { clientAddress } from '../../src/guard/client-address.ts';
import { compileOperation } from '../../src/guard/cost/compile-operation.ts';
import { costModel } from '../../src/guard/cost/cost-model.ts';
import { defaultDocumentLimits, measureVariables } from '../../src/guard/document-limits.ts';
import { scopeErrors } from '../../src/guard/scopes.ts';
import { median } from '../median.ts';
import { attacks } from './attacks.ts';
import { documents, type Priced } from './documents.ts';

// What the peers are built on; of its own, so that their schema and ours do not meet.
const require = createRequire(import.meta.url);
const peerGraphql = require('graphql') as typeof GraphQL16;
const { getComplexity } = require('graphql-query-complexity');
const { costLimitRule } = require('@escape.tech/graphql-armor-cost-limit');

const released = readFileSync(new URL('../../docs/schema.graphql', import.meta.url), 'utf8');
const peerSchema = peerGraphql.buildSchema(released);

/** The rule of that library's README: an object is a point, and a page has as many of them as it asks for. */
const bySize = ({ args, childComplexity }: { args: { first?: number }; childComplexity: number }): number =>
  1 + (args.first ?? 1) * childComplexity;

interface Contestant {
  name: string;
  /** Prices the document once; what it prepares beforehand is the same for all: the parsed document. */
  prepare: (priced: Priced) => () => number;
}

const model = costModel(schema);
const prepare = createPreparation(schema, defaultDocumentLimits);
const budgets = createBudgets({ points: 1e12, pointsKeyed: 1e12, windowSeconds: 60 });

function prepared(text: string, by = prepare): PreparedOperation {
  const preparation = by(text, undefined);
  if (isRefused(preparation)) throw new Error(String(preparation[0]));
  return preparation;
}

// Nobody in this run shows a key, so none is looked up.
const authentication = { db: openDatabase(':memory:'), now: 0, voterTokens: undefined, voterSecret: '' };

/** What a request goes through before it is executed, but for what graphql itself does with its variables. */
function guard(text: string, variables: Record<string, unknown>): number {
  const now = Date.now();
  const viewer = authenticate(undefined, authentication);
  if (viewer instanceof Promise) throw new Error('Nobody is waited for here.');
  const client = budgets.clientOf(viewer, clientAddress(false, '192.0.2.1', undefined));
  const { guarded, cost } = prepared(text);
  if (guarded.length > 0 && scopeErrors(guarded, viewer).length > 0) throw new Error('It is not allowed.');
  measureVariables(variables);
  const points = cost.points(variables);
  budgets.refund(budgets.charge(client, points, now), 1, now);
  budgets.state(client, now);
  return points;
}

const contestants: readonly Contestant[] = [
  {
    name: 'ours, a document seen before',
    prepare: ({ text, variables }) => {
      const { cost } = prepared(text);
      return () => cost.points(variables);
    },
  },
  {
    name: 'ours, the first time',
    prepare: ({ text, variables }) => {
      const { document } = prepared(text);
      return () => compileOperation(model, document).points(variables);
    },
  },
  {
    name: 'graphql-query-complexity',
    prepare: ({ text, variables }) => {
      const query = peerGraphql.parse(text);
      return () => getComplexity({ estimators: [bySize], schema: peerSchema, query, variables });
    },
  },
  {
    name: 'graphql-armor-cost-limit',
    prepare: ({ text }) => {
      const document = peerGraphql.parse(text);
      return () => {
        let found = 0;
        const rule = costLimitRule({
          maxCost: 1,
          propagateOnRejection: false,
          onReject: [
            (_context: unknown, error: Error) => (found = Number(/found (\d+)/.exec(error.message)?.[1])),
          ],
        });
        peerGraphql.validate(peerSchema, document, [rule]);
        return found;
      };
    },
  },
  {
    name: 'our whole guard, a document seen before',
    prepare:
      ({ text, variables }) =>
      () =>
        guard(text, variables),
  },
  {
    name: 'our whole guard, the first time (with parsing and validation)',
    prepare: ({ text, variables }) => {
      let turn = 0;
      return () => {
        turn += 1;
        return guard(`${text}#${turn}`, variables);
      };
    },
  },
];

const rounds = 9;
const milliseconds = 60;

/** Microseconds of one call, over as many as fit into a slot. */
function slot(call: () => number): number {
  const begun = process.hrtime.bigint();
  const end = begun + BigInt(milliseconds * 1_000_000);
  let calls = 0;
  while (process.hrtime.bigint() < end) {
    for (let repeat = 0; repeat < 8; repeat += 1) call();
    calls += 8;
  }
  return Number(process.hrtime.bigint() - begun) / 1_000 / calls;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(row)].join('\n');

function pricing(priced: Priced): string {
  const calls = contestants.map(({ prepare }) => prepare(priced));
  const prices = calls.map((call) => call());
  for (const call of calls) slot(call);
  const times = calls.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, call] of calls.entries()) times[index]?.push(slot(call));
  }
  const ratioOf = (own: readonly number[]) =>
    median(own.map((time, round) => time / (times[0]?.[round] ?? Number.NaN)));
  const rows = contestants.map(({ name }, index) => [
    name,
    String(prices[index]),
    median(times[index] ?? []).toFixed(2),
    ratioOf(times[index] ?? []).toFixed(1),
  ]);
  return `## ${priced.name} (${Buffer.byteLength(priced.text)} bytes)\n\n${table(['', 'price', 'µs', 'times ours'], rows)}`;
}

const noLimits = {
  bytes: 0,
  tokens: 0,
  nesting: 0,
  aliases: 0,
  directives: 0,
  fragments: 0,
  repeats: 0,
  rootFields: 0,
};

function fanOut(): string {
  const levels = 200;
  const text = `{ surveys { nodes { ...F0 } } } ${Array.from(
    { length: levels },
    (_, place) =>
      `fragment F${place} on Survey { a${place}: previousEdition { ...F${place + 1} } b${place}: previousEdition { ...F${place + 1} } }`,
  ).join(' ')} fragment F${levels} on Survey { slug }`;
  const { document } = prepared(text, createPreparation(schema, noLimits));
  const times = Array.from({ length: rounds }, () => {
    const begun = process.cpuUsage();
    compileOperation(model, document).points({});
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000;
  });
  const { visits, points } = compileOperation(model, document);
  return `A fan-out of 2^${levels} selections (each level under two aliases): ${visits} selections looked at, ${points({})} points, ${median(times).toFixed(1)} ms of CPU.`;
}

function attack({ name, text }: (typeof attacks)[number]): string[] {
  const script = fileURLToPath(new URL('attack-process.ts', import.meta.url));
  const runs = Array.from({ length: 3 }, () =>
    JSON.parse(execFileSync(process.execPath, ['--expose-gc', script, name], { encoding: 'utf8' })),
  );
  return [
    name,
    String(Buffer.byteLength(text)),
    runs[0].outcome,
    median(runs.map(({ milliseconds }) => milliseconds)).toFixed(1),
    median(runs.map(({ megabytes }) => megabytes)).toFixed(1),
  ];
}

const text = `${[
  '# The guard by itself',
  `Medians of ${rounds} interleaved rounds of ${milliseconds} ms, on ${cpus()[0]?.model} with Node ${process.versions.node}. What the rows mean is in README.md; trust the ratios.`,
  ...documents.map(pricing),
  '## Documents that were made to hurt',
  fanOut(),
  table(['at the limits, the first time', 'bytes', 'outcome', 'CPU, ms', 'memory, MB'], attacks.map(attack)),
].join('\n\n')}\n`;
process.stdout.write(text);
writeFileSync(new URL('results.md', import.meta.url), text);
