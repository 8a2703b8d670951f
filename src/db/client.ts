import type BetterSqlite3 from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { type OpenOptions, openSqlite } from './sqlite.ts';

export type Database = BetterSQLite3Database & { $client: BetterSqlite3.Database };

/**
 * The connection, or the transaction that is open on it: what a statement that is built on the spot needs.
 */
export type Connection = Pick<Database, 'select' | 'insert' | 'update' | 'delete' | 'run' | 'all' | 'get'>;

export type { OpenOptions };

/** Opens the SQLite file for statements that are built with Drizzle (`openSqlite`). */
export const openDatabase = (file: string, options?: OpenOptions): Database =>
  drizzle({ client: openSqlite(file, options) });
