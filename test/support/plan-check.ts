import { fileURLToPath } from 'node:url';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import { migratedSchema } from './migrations.ts';
import { allowances } from './plan-allowances.ts';
import { growingSteps } from './statement-plan.ts';

// vitest.config.ts preloads this file into every process and thread of the tests. From then on it checks each
// statement that a file in src/ prepares, in whatever test: on the connections of readers and editors, in the
// writer's thread and in the one that counts. A statement that reads more as tables grow throws when it is
// prepared, so the test that needs it fails, unless `plan-allowances.ts` lists it with a reason. No list of
// statements exists, so a new statement cannot be missing from one.

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** What reads whole tables by design: migrations run once, and the check for damage runs at a start. */
const readsWholeTables = ['migrate.ts', 'find-damage.ts'].map((file) => `${source}db/${file}`);

const prepare = BetterSqlite3.prototype.prepare;
const checked = new Set<string>();
let opened: BetterSqlite3.Database | undefined;
let isChecking = false;

const schemaKey = 'moon-awards: schema of the plan check';

/**
 * An empty database of the newest migration. The migrations run once in each process: its threads are started
 * with a copy of the bytes.
 */
function schema(): BetterSqlite3.Database {
  if (opened === undefined) {
    // Only set below.
    const bytes = getEnvironmentData(schemaKey) as Uint8Array | undefined;
    opened = bytes === undefined ? migratedSchema() : new BetterSqlite3(Buffer.from(bytes));
    if (bytes === undefined) setEnvironmentData(schemaKey, opened.serialize());
  }
  return opened;
}

/** The first frame of the stack that is in neither a package nor this folder. */
function preparingFile(): string {
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  return frames.find((frame) => !frame.includes('/node_modules/') && !frame.includes(here)) ?? '';
}

function check(sql: string): void {
  if (isChecking || checked.has(sql)) return;
  const file = preparingFile();
  if (!file.includes(source) || readsWholeTables.some((path) => file.includes(path))) return;
  isChecking = true;
  try {
    const text = sql.replace(/\s+/g, ' ').trim();
    const allowed = allowances.filter(({ statement }) => statement.test(text)).flatMap(({ steps }) => steps);
    const refused = growingSteps(schema(), sql).filter((step) => !allowed.includes(step));
    if (refused.length === 0) {
      checked.add(sql);
      return;
    }
    throw new Error(
      `This statement ${refused.join(', ')}, and so may take longer as tables grow:\n${text}\n${file}`,
    );
  } finally {
    isChecking = false;
  }
}

BetterSqlite3.prototype.prepare = function (this: BetterSqlite3.Database, sql: string) {
  const statement = prepare.call(this, sql);
  check(sql);
  return statement;
} as typeof prepare; // What it returns depends on the type arguments only.
