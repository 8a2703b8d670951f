import type { Database } from './client.ts';

/**
 * Runs `work` in one transaction, which is rolled back when it throws. The transaction waits for the write
 * lock before it reads (IMMEDIATE): one that reads first fails with SQLITE_BUSY_SNAPSHOT, without waiting,
 * where another connection has written before its own first write.
 */
export const writeTransaction = <Result>({ $client }: Database, work: () => Result): Result =>
  $client.transaction(work).immediate();

/** Runs `work` in one transaction that is rolled back, and returns what it returned. */
export function undoneTransaction<Result>(db: Database, work: () => Result): Result {
  const undo = new Error('The transaction is rolled back as it was meant to be.');
  let done: { result: Result } | undefined;
  try {
    writeTransaction(db, () => {
      done = { result: work() };
      throw undo;
    });
  } catch (error) {
    if (error !== undo || done === undefined) throw error;
  }
  // `work` has returned, or its own error was thrown.
  return (done as { result: Result }).result;
}
