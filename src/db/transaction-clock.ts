/** What the machine's clocks say at one moment, in milliseconds. */
export interface ClockReading {
  /** Since 1970. Anything may set this clock: a time server, an operator, the host of a virtual machine. */
  wall: number;
  /** Since a moment that is the same for every process of the machine. This clock is never set. */
  monotonic: number;
}

/** A doubt as another process has left it in the database. */
export interface SharedDoubt {
  /** On the monotonic clock: when the wall clock jumped. */
  since: number;
  /** The trusted time at `seen`, in milliseconds since 1970. */
  time: number;
  /** On the monotonic clock: when the process last wrote this. */
  seen: number;
}

export type ClockEvent =
  | { kind: 'JUMPED'; by: number; settlesAfter: number }
  /** The wall clock came back. */
  | { kind: 'AGREES' }
  /** The wall clock has run evenly for long enough to be believed. */
  | { kind: 'SETTLED'; by: number };

export interface TransactionTime {
  /** Milliseconds since 1970; never before `earliest`. */
  now: number;
  /** Since when the time is in doubt, on the monotonic clock. */
  doubtedSince: number | undefined;
  event: ClockEvent | undefined;
}

/** How far the wall clock may be from the expected time, in milliseconds: more than a leap second. */
export const clockTolerance = 2_000;

/** How fast the expected time follows the wall clock: 1 ms a second, ten times the error of a poor quartz. */
const followRate = 0.001;

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How long the wall clock must run evenly after a jump: as long as the jump, at least a minute, at most an
 * hour.
 */
export const settlesAfter = (jump: number): number => Math.min(Math.max(Math.abs(jump), minute), hour);

/**
 * The time of transactions, and whether it can be trusted. Compares the wall clock with the monotonic one
 * since the process started (docs/decisions/0009). In doubt the time continues from before the jump, by the
 * monotonic clock.
 */
export class TransactionClock {
  /** What the wall clock should have said at a moment. */
  #trusted: ClockReading | undefined;
  /** Whether the trusted time is only a lower bound, because the wall clock was behind at the start. */
  #isLowerBound = false;
  #doubt: { since: number; by: number } | undefined;
  /** Since when another process had been in doubt when this one started. */
  #sharedSince: number | undefined;

  /**
   * `earliest` is the time of the last transaction of any process; `shared` is the doubt of another process.
   */
  read(reading: ClockReading, earliest: number, shared?: SharedDoubt): TransactionTime {
    const { wall, monotonic } = reading;
    this.#trusted ??= this.#start(reading, earliest, shared);
    const expected = this.#trusted.wall + Math.max(0, monotonic - this.#trusted.monotonic);
    const by = wall - expected;
    const isTrue = Math.abs(by) <= clockTolerance || (this.#isLowerBound && by >= 0);
    const event = isTrue ? this.#agree(reading, expected) : this.#doubtOf(reading, by);
    const doubtedSince = this.#doubt?.since;
    return {
      now: Math.max(earliest, doubtedSince === undefined ? wall : Math.floor(expected)),
      doubtedSince,
      event,
    };
  }

  #start(reading: ClockReading, earliest: number, shared: SharedDoubt | undefined): ClockReading {
    if (shared !== undefined) {
      this.#sharedSince = shared.since;
      return { wall: shared.time, monotonic: shared.seen };
    }
    this.#isLowerBound = reading.wall < earliest - clockTolerance;
    return this.#isLowerBound ? { wall: earliest, monotonic: reading.monotonic } : reading;
  }

  #agree({ wall, monotonic }: ClockReading, expected: number): ClockEvent | undefined {
    const elapsed = monotonic - (this.#trusted?.monotonic ?? monotonic);
    const most = Math.max(0, elapsed) * followRate;
    const followed = this.#isLowerBound ? wall : expected + Math.min(Math.max(wall - expected, -most), most);
    this.#trusted = { wall: followed, monotonic };
    this.#isLowerBound = false;
    this.#sharedSince = undefined;
    if (this.#doubt === undefined) return undefined;
    this.#doubt = undefined;
    return { kind: 'AGREES' };
  }

  #doubtOf(reading: ClockReading, by: number): ClockEvent | undefined {
    const isNew = this.#doubt === undefined || Math.abs(by - this.#doubt.by) > clockTolerance;
    if (isNew) {
      this.#doubt = { since: this.#sharedSince ?? reading.monotonic, by };
      this.#sharedSince = undefined;
      return { kind: 'JUMPED', by, settlesAfter: settlesAfter(by) };
    }
    if (reading.monotonic - (this.#doubt?.since ?? 0) < settlesAfter(by)) return undefined;
    this.#trusted = reading;
    this.#isLowerBound = false;
    this.#doubt = undefined;
    return { kind: 'SETTLED', by };
  }
}
