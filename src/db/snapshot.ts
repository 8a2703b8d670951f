import type BetterSqlite3 from 'better-sqlite3';

/** Runs `read` in one read transaction, so that all its statements see the same data. */
export const inSnapshot = <Result>(client: BetterSqlite3.Database, read: () => Result): Result =>
  client.transaction(read)();
