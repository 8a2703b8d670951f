import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Database, openDatabase } from '../db/client.ts';
import { DamagedDatabaseError, sqliteErrorIn } from '../db/damage.ts';
import { DatabaseRefusedError } from '../db/migrate.ts';
import { CommandError } from './command-error.ts';
import { printable } from './printable.ts';

/**
 * Opens the database and closes it after `use`. Throws CommandError, which names the file, when there is no
 * such file or it cannot be used: a typing error in DATABASE_FILE must not become an empty database.
 */
export async function withDatabase<Result>(
  file: string,
  use: (db: Database) => Result | Promise<Result>,
): Promise<Result> {
  if (!existsSync(file)) {
    throw new CommandError(
      `There is no database ${file}. \`migrate\` makes one; DATABASE_FILE names another.`,
    );
  }
  return await withOpenDatabase(file, use);
}

/** The same for the few commands that make the database, with its folder, when it is missing. */
export async function withNewDatabase<Result>(
  file: string,
  use: (db: Database) => Result | Promise<Result>,
): Promise<Result> {
  mkdirSync(dirname(file), { recursive: true });
  return await withOpenDatabase(file, use);
}

async function withOpenDatabase<Result>(
  file: string,
  use: (db: Database) => Result | Promise<Result>,
): Promise<Result> {
  try {
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

/** What the machine or the file refuses; any other error of SQLite is a defect here. */
const circumstances = /^SQLITE_(?:AUTH|BUSY|CANTOPEN|CORRUPT|FULL|IOERR|LOCKED|NOTADB|PERM|READONLY)/;

function reasonOf(error: unknown): string | undefined {
  if (error instanceof DatabaseRefusedError || error instanceof DamagedDatabaseError) return error.message;
  const cause = sqliteErrorIn(error);
  if (cause === undefined || !circumstances.test(cause.code)) return undefined;
  // A damaged schema is part of the message.
  const message = printable(cause.message.slice(0, longestMessage));
  return `The database cannot be used: ${message} (${cause.code}).`;
}

const longestMessage = 200;
