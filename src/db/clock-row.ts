import type { Database } from './client.ts';
import type { SharedDoubt, TransactionTime } from './transaction-clock.ts';

/** The row of `clock`, as a connection without Drizzle reads it. */
export interface ClockRow {
  writtenAt: number;
  doubtSince: number | null;
  doubtTime: number | null;
  doubtSeen: number | null;
}

export const readClock = `select written_at as writtenAt, doubt_since as doubtSince, doubt_time as doubtTime, doubt_seen as doubtSeen
  from clock`;

export const writeClock =
  'update clock set written_at = @now, doubt_since = @doubtSince, doubt_time = @doubtTime, doubt_seen = @doubtSeen';

/** Milliseconds between the times at which a process in doubt says so to those that start meanwhile. */
const confirmsEvery = 1_000;
/** Milliseconds after which a doubt that was not confirmed is that of a process that has ended. */
const doubtLasts = 5_000;

/**
 * The doubt of another process that confirmed it lately. The monotonic clock starts again with the machine.
 */
export function sharedDoubt(
  { doubtSince, doubtTime, doubtSeen }: ClockRow,
  monotonic: number,
): SharedDoubt | undefined {
  if (doubtSince === null || doubtTime === null || doubtSeen === null) return undefined;
  const isFresh = monotonic >= doubtSeen && monotonic - doubtSeen < doubtLasts;
  return isFresh ? { since: doubtSince, time: doubtTime, seen: doubtSeen } : undefined;
}

/**
 * Whether the row must be written although nothing else was. `sharesDoubt`: whether this process has stored
 * its doubt.
 */
export function isClockToBeWritten(
  { doubtSeen }: ClockRow,
  { doubtedSince }: TransactionTime,
  sharesDoubt: boolean,
  monotonic: number,
): boolean {
  if (doubtedSince === undefined) return sharesDoubt;
  return !sharesDoubt || doubtSeen === null || monotonic - doubtSeen >= confirmsEvery;
}

/** A server that starts takes the clock as it finds it, also where one before it ended in doubt. */
export const forgetDoubt = (db: Database): void => {
  db.$client.exec('update clock set doubt_since = null, doubt_time = null, doubt_seen = null');
};
