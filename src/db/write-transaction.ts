import type { Database } from './client.ts';

/**
 * Runs `work` in one transaction, which is rolled back when it throws. The transaction waits for the write
 * lock before it reads (IMMEDIATE): one that reads first fails with SQLITE_BUSY_SNAPSHOT, without waiting,
 * where another connection has written before its own first write.
 */
export const writeTransaction = <Result>({ $client }: Database, work: () => Result): Result =>
  $client.transaction(work).immediate();
