import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type Database, openDatabase } from '../db/client.ts';
import { DatabaseRefusedError } from '../db/migrate.ts';
import { CommandError } from './command-error.ts';

/**
 * Opens the database, which is made with its folder when missing, and closes it when `use` is through. Throws CommandError, which names the
 * file, when the file cannot be used.
 */
export async function withDatabase<Result>(
  file: string,
  use: (db: Database) => Result | Promise<Result>,
): Promise<Result> {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const db = openDatabase(file);
    try {
      return await use(db);
    } finally {
      db.$client.close();
    }
  } catch (error) {
    const reason = reasonOf(error);
    throw reason === undefined ? error : new CommandError(`${file}: ${reason}`, { cause: error });
  }
}

/** What the machine or the file refuses; any other error of SQLite is ours to mend. */
const circumstances = /^SQLITE_(?:AUTH|BUSY|CANTOPEN|CORRUPT|FULL|IOERR|LOCKED|NOTADB|PERM|READONLY)/;

function reasonOf(error: unknown): string | undefined {
  if (error instanceof DatabaseRefusedError) return error.message;
  const cause = sqliteError(error);
  if (cause === undefined || !circumstances.test(cause.code)) return undefined;
  return `The database cannot be used: ${cause.message} (${cause.code}).`;
}

/** Drizzle wraps some errors of the database in its own. */
function sqliteError(error: unknown): InstanceType<typeof BetterSqlite3.SqliteError> | undefined {
  if (error instanceof BetterSqlite3.SqliteError) return error;
  return error instanceof Error && error.cause !== undefined ? sqliteError(error.cause) : undefined;
}
