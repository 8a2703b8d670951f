import type { ClockEvent, ClockReading } from './transaction-clock.ts';

/** What SQLite can be given for a parameter. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * A statement with its parameters: a list for `?`, or values by name for `@name`. Whatever the parameters
 * are, `@now` in the text is the time of the transaction (milliseconds since 1970), the same for all that is
 * written together.
 */
export interface BoundStatement {
  sql: string;
  params: readonly unknown[] | Readonly<Record<string, SqlValue>>;
}

export interface StatementResult {
  /** What `returning` gave, or the rows of a query. */
  rows: readonly Readonly<Record<string, SqlValue>>[];
  /** Rows that were inserted, updated or deleted, without those that triggers wrote. */
  changes: number;
}

/** To the writer's thread: batches that were asked for in one turn of the event loop. */
export interface WriteRequest {
  /** What the clocks say, where a test has clocks of its own. */
  reading: ClockReading | undefined;
  batches: readonly {
    id: number;
    statements: readonly BoundStatement[];
    /** Whether it is refused while the time is in doubt. */
    dependsOnTime: boolean;
  }[];
}

export interface WriteFault {
  /** SQLite's extended code, such as `SQLITE_CONSTRAINT_CHECK`, or `CLOCK_IN_DOUBT`. */
  code: string;
  message: string;
}

/** From the writer's thread, once the transaction is on disk or rolled back. */
export interface WriteReply {
  now: number;
  batches: readonly (
    | { id: number; results: readonly StatementResult[] }
    | { id: number; fault: WriteFault }
  )[];
}

/** From the writer's thread, when it begins or ceases to doubt the time. */
export interface ClockMessage {
  clock: ClockEvent;
}

/** Closes the thread once everything before it is written. */
export const closeRequest = 'close';

export interface WriterThreadOptions {
  file: string;
  /** The least that `now` may be, so that a thread that takes over from another does not go back in time. */
  earliestNow: number;
  /** Milliseconds between looks for surveys whose time to open or close has come; 0 for none. */
  scheduleInterval: number;
}
