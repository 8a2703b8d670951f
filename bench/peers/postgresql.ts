import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { type Companion, postgreSqlPrograms as programs } from '../companion.ts';
import { serverCore } from '../cores.ts';

const cluster = fileURLToPath(new URL('../.data/postgresql/', import.meta.url));

/** PostgreSQL refuses to run as root. */
const user = () => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

/**
 * Starts a new cluster on a Unix socket and the servers' core, with the rows of the data set that the
 * operations read.
 */
export async function startPostgreSql(file: string): Promise<Companion> {
  const { uid, gid } = user();
  const asUser = { ...(uid === undefined ? {} : { uid, gid }), cwd: '/' };
  endFormer(asUser);
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  // The path of a socket has at most 107 bytes, and a checkout's path may be longer.
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

/** Stops the cluster of a run that was killed. */
function endFormer(asUser: object): void {
  if (!existsSync(`${cluster}postmaster.pid`)) return;
  try {
    execFileSync(`${programs}/pg_ctl`, ['stop', '-m', 'immediate', '-D', cluster], {
      ...asUser,
      stdio: 'pipe',
    });
  } catch {
    // The process may have ended already.
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
  survey: `select id, slug, title, question, markdown as description, state, ballots as vote_count,
    strftime('%Y-%m-%dT%H:%M:%fZ', dated_at / 1000.0, 'unixepoch') as dated_at
    from survey left join survey_description on survey_id = id`,
  survey_option: 'select survey_id, narrative_id, position, votes from survey_option',
  article: `select id, survey_id, slug, title, status, excerpt, reading_time_minutes,
    strftime('%Y-%m-%dT%H:%M:%fZ', published_at / 1000.0, 'unixepoch') as published_at,
    content as markdown from article join article_text on article_id = id and format = 'MARKDOWN'`,
};

async function fill(client: pg.Client, file: string): Promise<void> {
  const db = new BetterSqlite3(file, { readonly: true });
  try {
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
    await client.query('vacuum analyze');
  } finally {
    db.close();
    await client.end();
  }
}
