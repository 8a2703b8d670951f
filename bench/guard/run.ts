import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type * as GraphQL16 from 'graphql';
import { schema } from '../../src/api/schema.ts';
import { openDatabase } from '../../src/db/client.ts';
import {
  createDocumentCache,
  isNewDocument,
  isRefused,
  type PreparedOperation,
} from '../../src/engine/prepared-operation.ts';
import { authenticate } from '../../src/guard/authenticate.ts';
import { createBudgets } from '../../src/guard/budget.ts';
import { clientAddress } from '../../src/guard/client-address.ts';
import { compileOperation } from '../../src/guard/cost/compile-operation.ts';
import { costModel } from '../../src/guard/cost/cost-model.ts';
import { defaultDocumentLimits, measureVariables } from '../../src/guard/document-limits.ts';
import { scopeErrors } from '../../src/guard/scopes.ts';
import { paragraph, table } from '../markdown.ts';
import { median } from '../median.ts';
import { attacks } from './attacks.ts';
import { documents, type Priced } from './documents.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = values.quick ? 3 : 9;
const milliseconds = values.quick ? 20 : 60;
/** Processes for each expensive document. */
const attackRuns = values.quick ? 1 : 3;

// The peers use another version of graphql, so they need a schema of their own.
const require = createRequire(new URL('../peers/package.json', import.meta.url));
const peerGraphql = require('graphql') as typeof GraphQL16;
const { getComplexity } = require('graphql-query-complexity');
const { costLimitRule } = require('@escape.tech/graphql-armor-cost-limit');

const released = readFileSync(new URL('../../docs/schema.graphql', import.meta.url), 'utf8');
const peerSchema = peerGraphql.buildSchema(released);

/** The rule in the library's README: a point for each object, and `first` objects on a page. */
const bySize = ({ args, childComplexity }: { args: { first?: number }; childComplexity: number }): number =>
  1 + (args.first ?? 1) * childComplexity;

interface Contestant {
  name: string;
  /** Returns a function that prices the document once. Only parsing is done beforehand. */
  prepare: (priced: Priced) => () => number;
}

const model = costModel(schema);
const documentCache = createDocumentCache(schema, defaultDocumentLimits);
const budgets = createBudgets({ points: 1e12, pointsKeyed: 1e12, windowSeconds: 60 });

function prepared(text: string, cache = documentCache): PreparedOperation {
  const found = cache.find({ text, operationName: undefined });
  const preparation = isNewDocument(found) ? found.prepare() : found;
  if (isRefused(preparation)) throw new Error(String(preparation[0]));
  return preparation;
}

// No request has an API key.
const authentication = { db: openDatabase(':memory:'), now: 0, voterTokens: undefined, voterSecret: '' };

/** All steps before a request is executed, except for graphql's coercion of variables. */
function guard(text: string, variables: Record<string, unknown>): number {
  const now = Date.now();
  const viewer = authenticate({ authorization: undefined, apiKey: undefined }, authentication);
  if (viewer instanceof Promise) throw new Error('Authentication without a key is synchronous.');
  const client = budgets.clientOf(viewer, clientAddress(false, '192.0.2.1', undefined));
  const { guarded, cost } = prepared(text);
  if (guarded.length > 0 && scopeErrors(guarded, viewer).length > 0) throw new Error('A scope is missing.');
  measureVariables(variables);
  const points = cost.points(variables);
  budgets.refund(budgets.charge(client, points, now), 1, now);
  budgets.state(client, now);
  return points;
}

const contestants: readonly Contestant[] = [
  {
    name: 'ours, a known document',
    prepare: ({ text, variables }) => {
      const { cost } = prepared(text);
      return () => cost.points(variables);
    },
  },
  {
    name: 'ours, a new document',
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
    name: 'our whole guard, a known document',
    prepare:
      ({ text, variables }) =>
      () =>
        guard(text, variables),
  },
  {
    name: 'our whole guard, a new document (with parsing and validation)',
    prepare: ({ text, variables }) => {
      let turn = 0;
      return () => {
        turn += 1;
        return guard(`${text}#${turn}`, variables);
      };
    },
  },
];

/** Microseconds of a call, as the mean of the calls in a slot. */
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
  return [
    `## ${priced.name} (${Buffer.byteLength(priced.text)} bytes)`,
    table(['', 'price', 'µs', 'times ours'], rows),
  ].join('\n\n');
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
      `fragment F${place} on Survey { ${['a', 'b']
        .map((alias) => `${alias}${place}: previousEdition { ...F${place + 1} }`)
        .join(' ')} }`,
  ).join(' ')} fragment F${levels} on Survey { slug }`;
  const { document } = prepared(text, createDocumentCache(schema, noLimits));
  const times = Array.from({ length: rounds }, () => {
    const begun = process.cpuUsage();
    compileOperation(model, document).points({});
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000;
  });
  const { visits, points } = compileOperation(model, document);
  return paragraph(`A fan-out of 2^${levels} selections (each level under two aliases): ${visits} selections
    looked at, ${points({})} points, ${median(times).toFixed(1)} ms of CPU.`);
}

function attack({ name, text }: (typeof attacks)[number]): string[] {
  const script = fileURLToPath(new URL('attack-process.ts', import.meta.url));
  const runs = Array.from({ length: attackRuns }, () =>
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
  paragraph(`Medians of ${rounds} interleaved rounds of ${milliseconds} ms, on ${cpus()[0]?.model} with
    Node ${process.versions.node}. What the rows mean is in README.md; trust the ratios.`),
  ...documents.map(pricing),
  '## Expensive documents',
  fanOut(),
  table(['new documents at the limits', 'bytes', 'outcome', 'CPU, ms', 'memory, MB'], attacks.map(attack)),
].join('\n\n')}\n`;
process.stdout.write(text);
if (!values.quick) writeFileSync(new URL('results.md', import.meta.url), text);
