import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Database } from './client.ts';
import { writeTransaction } from './write-transaction.ts';

const folder = fileURLToPath(new URL('./migrations', import.meta.url));

/** "MoAw" in ASCII: `PRAGMA application_id` marks the file as ours. */
const applicationId = 0x4d6f4177;

/** The file cannot be used; the message is one line for the operator. */
export class DatabaseRefusedError extends Error {
  override name = 'DatabaseRefusedError';
}

/**
 * Brings the database to the newest migration and returns how many were applied. The write lock is acquired
 * first, so that of several processes that start at once one migrates and the others find it done. Throws
 * DatabaseRefusedError.
 */
export function migrate(db: Database): number {
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  // A migration may rebuild tables, and this pragma does nothing once a transaction is open.
  db.$client.pragma('foreign_keys = OFF');
  try {
    return writeTransaction(db, () => {
      refuseForeign(db);
      const applied = appliedHashes(db);
      const isPrefix = applied.every((hash, index) => hash === migrations[index]?.hash);
      if (!isPrefix) {
        throw new DatabaseRefusedError(
          `The database has ${applied.length} migrations, of which this program (${migrations.length}) does not know all: it was written by a newer or another version. Start that version, or use another file.`,
        );
      }
      const pending = migrations.slice(applied.length);
      for (const migration of pending) {
        for (const text of migration.sql) db.run(sql.raw(text));
        db.run(
          sql`insert into __drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`,
        );
      }
      const [broken] = pending.length === 0 ? [] : db.all(sql`pragma foreign_key_check`);
      if (broken !== undefined)
        throw new Error(`A migration left a broken reference: ${JSON.stringify(broken)}`);
      return pending.length;
    });
  } finally {
    db.$client.pragma('foreign_keys = ON');
  }
}

/** Whether `migrate` would change the database. */
export const isOutdated = (db: Database): boolean =>
  db.$client.pragma('application_id', { simple: true }) !== applicationId ||
  appliedHashes(db).length < readMigrationFiles({ migrationsFolder: folder }).length;

function refuseForeign(db: Database): void {
  const id = db.$client.pragma('application_id', { simple: true });
  if (id === applicationId) return;
  const { tables } = db.get<{ tables: number }>(sql`select count(*) as tables from sqlite_schema`);
  if (id !== 0 || tables > 0) {
    throw new DatabaseRefusedError('The file is a SQLite database of another program. Use another file.');
  }
  db.$client.pragma(`application_id = ${applicationId}`);
  db.run(
    sql`create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)`,
  );
}

const appliedHashes = (db: Database): string[] =>
  db.all<{ hash: string }>(sql`select hash from __drizzle_migrations order by id`).map(({ hash }) => hash);
