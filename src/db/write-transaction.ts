import type { Database } from './client.ts';

/**
 * Does the work in one transaction, which throws away what was written where the work throws. It takes the write lock at once (IMMEDIATE)
 * and waits for it: a transaction that reads first and writes later fails with SQLITE_BUSY_SNAPSHOT, without waiting, where another
 * connection has written in between.
 */
export const writeTransaction = <Result>({ $client }: Database, work: () => Result): Result =>
  $client.transaction(work).immediate();
