import { fileURLToPath } from 'node:url';
import type { Operation } from './operations.ts';
import { type Companion, missingPostgreSql, startPostgreSql } from './peers/postgresql.ts';

export type ContestantName =
  | 'floor'
  | 'constant'
  | 'ours'
  | 'ours-kept'
  | 'mercurius'
  | 'yoga'
  | 'apollo'
  | 'postgraphile';

/** A server that takes part, as a process of its own. */
export interface Contestant {
  name: ContestantName;
  description: string;
  /** What Node runs. */
  script: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** Where it runs, instead of the core that all servers have. */
  cores?: string;
  /** Sent with each request. */
  headers?: Readonly<Record<string, string>>;
  /** Why it cannot take part on this machine, or undefined when it can. */
  missing?: () => string | undefined;
  /** Starts the database server it reads from, with the rows of the given SQLite file. */
  database?: (file: string) => Promise<Companion>;
  /** What it cannot answer, by the operation's name, and why. */
  leavesOut?: Partial<Record<Operation['name'], string>>;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** No limit that a request of the suite reaches; every one of them is still counted and checked. */
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
    description: '`moon-awards serve` with guard, budgets and log; every answer is worked out anew',
    script: [at('../src/main.ts'), 'serve'],
    environment: highLimits,
    // An answer that says what it cost is never one that was kept.
    headers: { 'x-graphql-cost': 'report' },
  },
  {
    name: 'ours-kept',
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
    database: startPostgreSql,
    leavesOut: { batch: 'it takes no HTTP batches' },
  },
];

export const nodeProgram: string = at('../node_modules/.bin/node');
