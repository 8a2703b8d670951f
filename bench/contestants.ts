import { fileURLToPath } from 'node:url';
import { type Companion, missingPostgreSql } from './companion.ts';
import type { Operation } from './operations.ts';

export type ContestantName =
  | 'floor'
  | 'constant'
  | 'ours'
  | 'ours-cached'
  | 'mercurius'
  | 'yoga'
  | 'apollo'
  | 'postgraphile';

/** A server that is measured, in its own process. */
export interface Contestant {
  name: ContestantName;
  description: string;
  /** The script that Node runs, with its arguments. */
  script: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** The cores it runs on; `serverCore` when omitted. */
  cores?: string;
  /** Sent with each request. */
  headers?: Readonly<Record<string, string>>;
  /** Why it cannot run on this machine; undefined when it can. */
  missing?: () => string | undefined;
  /** Starts the database server that it reads, with the rows of the SQLite file. */
  database?: (file: string) => Promise<Companion>;
  /** Operations that it cannot run, with the reason. */
  leavesOut?: Partial<Record<Operation['name'], string>>;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Limits that no request of the benchmarks reaches. Each of them is still checked. */
const highLimits = {
  COST_LIMIT: '999999999',
  RATE_LIMIT_POINTS: '999999999',
  LOG_LEVEL: 'info',
};

export const floor: Contestant = {
  name: 'floor',
  description: 'by hand: node:http, prepared statements, JSON.stringify',
  script: [at('servers/floor.ts')],
};

export const contestants: readonly Contestant[] = [
  {
    name: 'constant',
    description: 'constant bytes from node:http',
    script: [at('servers/constant.ts')],
  },
  {
    name: 'ours',
    description: '`moon-awards serve` with guard, budgets and log; no response is cached',
    script: [at('../src/main.ts'), 'serve'],
    environment: highLimits,
    // A response that reports its cost is never a cached one.
    headers: { 'x-graphql-cost': 'report' },
  },
  {
    name: 'ours-cached',
    description: 'the same server, asked again while the database is unchanged',
    script: [at('../src/main.ts'), 'serve'],
    environment: highLimits,
  },
  {
    name: 'mercurius',
    description: 'Mercurius with jit, prepared statements, no promises',
    script: [at('peers/mercurius.ts')],
  },
  {
    name: 'yoga',
    description: 'Yoga with Drizzle and DataLoader, as commonly written',
    script: [at('peers/yoga.ts')],
  },
  {
    name: 'apollo',
    description: 'Apollo Server 5 with Drizzle and DataLoader, as commonly written',
    script: [at('peers/apollo.ts')],
  },
  {
    name: 'postgraphile',
    description: 'PostGraphile 5 on PostgreSQL 15, both on the one core',
    script: [at('peers/postgraphile.ts')],
    missing: missingPostgreSql,
    // Imported by path: the peers are a separate package, which may not be installed.
    database: async (file) => (await import(at('peers/postgresql.ts'))).startPostgreSql(file),
    leavesOut: { batch: 'it does not support HTTP batches' },
  },
];

export const nodeProgram: string = at('../node_modules/.bin/node');
