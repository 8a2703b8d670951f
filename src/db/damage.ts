import BetterSqlite3 from 'better-sqlite3';
import type { Database } from './client.ts';
import { textOf } from './rows/read-set.ts';

/**
 * A page of the file is damaged. SQLite does not say which; the message names the tables of the statement.
 */
export class DamagedDatabaseError extends Error {
  override name = 'DamagedDatabaseError';
  /** SQLite's extended code, such as `SQLITE_CORRUPT_VTAB`. */
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Whether an error of this code says that the file is damaged. */
export const isDamageCode = (code: string): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(code);

/** SQLite's own error; Drizzle wraps some in an error of its own. */
export function sqliteErrorIn(error: unknown): InstanceType<typeof BetterSqlite3.SqliteError> | undefined {
  if (error instanceof BetterSqlite3.SqliteError) return error;
  return error instanceof Error && error.cause !== undefined ? sqliteErrorIn(error.cause) : undefined;
}

const damaged = new WeakSet<Database>();

export const noteDamage = (db: Database): void => {
  damaged.add(db);
};

/** Whether a statement on this connection has met a damaged page. */
export const hasMetDamage = (db: Database): boolean => damaged.has(db);

const methods = ['all', 'get', 'run'] as const;

/** Lets a prepared statement throw DamagedDatabaseError where it meets a damaged page. */
export function watchDamage<Prepared>(prepared: Prepared, onDamage: () => void = () => {}): Prepared {
  const sql = textOf(prepared);
  if (sql === undefined || typeof prepared !== 'object' || prepared === null) return prepared;
  for (const method of methods) {
    const original: unknown = Reflect.get(prepared, method);
    if (typeof original !== 'function') continue;
    Reflect.set(prepared, method, (...parameters: unknown[]) => {
      try {
        return original.apply(prepared, parameters);
      } catch (error) {
        const { code = '' } = sqliteErrorIn(error) ?? {};
        if (!isDamageCode(code)) throw error;
        onDamage();
        throw new DamagedDatabaseError(code, damageOf(sql, code), error);
      }
    });
  }
  return prepared;
}

const table = /\b(?:from|join|into|update)\s+["`]?(\w+)/gi;

function damageOf(sql: string, code: string): string {
  const names = new Set([...sql.matchAll(table)].map(([, name = '']) => name));
  // A function that makes rows of a parameter.
  names.delete('json_each');
  return `The database is damaged: a statement on ${[...names].join(', ') || 'it'} failed (${code}).`;
}
