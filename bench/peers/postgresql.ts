import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { serverCore } from '../cores.ts';

const programs = '/usr/lib/postgresql/15/bin';
const cluster = fileURLToPath(new URL('../.data/postgresql/', import.meta.url));

/** Why PostgreSQL cannot take part, or undefined when it can. */
export const missingPostgreSql = (): string | undefined =>
  existsSync(`${programs}/initdb`)
    ? undefined
    : 'PostgreSQL 15 is not installed (Debian: `apt-get install postgresql-15`).';

export interface Companion {
  processId: number;
  environment: Readonly<Record<string, string>>;
  /** Tells it to end, without waiting. */
  end: () => void;
  stop: () => Promise<void>;
}

/** PostgreSQL will not run as root. */
const user = () => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

/** Starts a cluster of its own, new each time, on a Unix socket and the servers' core, with what the suite reads of the data set. */
export async function startPostgreSql(file: string): Promise<Companion> {
  const { uid, gid } = user();
  const asUser = { ...(uid === undefined ? {} : { uid, gid }), cwd: '/' };
  endFormer(asUser);
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  // The path of a socket may be 107 bytes long, which a checkout's folder may exceed.
  const sockets = mkdtempSync(join(tmpdir(), 'moon-awards-bench-'));
  if (uid !== undefined) for (const folder of [cluster, sockets]) chownSync(folder, uid, gid);
  const settings = ['--auth=trust', '--username=bench', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(`${programs}/initdb`, [`--pgdata=${cluster}`, ...settings], { ...asUser, stdio: 'pipe' });
  const child = spawn(
    'taskset',
    [
      ...['--cpu-list', serverCore, `${programs}/postgres`, '-D', cluster, '-k', sockets],
      ...['-c', 'listen_addresses='],
    ],
    { ...asUser, stdio: 'ignore' },
  );
  const exited = once(child, 'exit');
  // Fast shutdown: without waiting for clients.
  const end = () => void child.kill('SIGINT');
  const stop = async () => {
    end();
    await exited;
    for (const folder of [cluster, sockets]) rmSync(folder, { recursive: true, force: true });
  };
  const connectionString = `postgresql://bench@localhost/postgres?host=${sockets}`;
  try {
    await fill(await connected(connectionString), file);
  } catch (error) {
    await stop();
    throw error;
  }
  return { processId: child.pid ?? 0, environment: { POSTGRESQL: connectionString }, end, stop };
}

/** Ends what a run that was killed left behind. */
function endFormer(asUser: object): void {
  if (!existsSync(`${cluster}postmaster.pid`)) return;
  try {
    execFileSync(`${programs}/pg_ctl`, ['stop', '-m', 'immediate', '-D', cluster], {
      ...asUser,
      stdio: 'pipe',
    });
  } catch {
    // Its process may be gone already.
  }
}

async function connected(connectionString: string): Promise<pg.Client> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt === 100) throw error;
      await wait(100);
    }
  }
}

const rowsByTable: Readonly<Record<string, string>> = {
  narrative: 'select id, slug, name, short_name, summary, json(key_points) as key_points from narrative',
  survey: `select id, slug, title, question, description, state, ballots as vote_count,
    strftime('%Y-%m-%dT%H:%M:%fZ', dated_at / 1000.0, 'unixepoch') as dated_at from survey`,
  survey_option: 'select survey_id, narrative_id, position, votes from survey_option',
  article: `select id, survey_id, slug, title, status, excerpt, reading_time_minutes,
    strftime('%Y-%m-%dT%H:%M:%fZ', published_at / 1000.0, 'unixepoch') as published_at, markdown from article`,
};

async function fill(client: pg.Client, file: string): Promise<void> {
  const db = new BetterSqlite3(file, { readonly: true });
  await client.query(readFileSync(new URL('postgraphile.sql', import.meta.url), 'utf8'));
  for (const [table, query] of Object.entries(rowsByTable)) {
    const rows = db.prepare<[], Record<string, unknown>>(query).all();
    const withLists = rows.map((row) =>
      typeof row.key_points === 'string' ? { ...row, key_points: JSON.parse(row.key_points) } : row,
    );
    await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(withLists),
    ]);
  }
  db.close();
  await client.query('vacuum analyze');
  await client.end();
}
