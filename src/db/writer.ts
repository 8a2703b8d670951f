import { Worker } from 'node:worker_threads';
import { DamagedDatabaseError, isDamageCode } from './damage.ts';
import type { ClockEvent, ClockReading } from './transaction-clock.ts';
import {
  type BoundStatement,
  type ClockMessage,
  closeRequest,
  type StatementResult,
  type WriteFault,
  type WriteReply,
  type WriteRequest,
  type WriterThreadOptions,
} from './writer-message.ts';

/**
 * Nothing was acknowledged because the database cannot be written just now, or too much is waiting; trying
 * again later is right.
 */
export class UnavailableError extends Error {
  override name = 'UnavailableError';
}

/**
 * The statements depend on the time, and the clock has jumped (docs/decisions/0009). The message is for
 * callers.
 */
export class ClockInDoubtError extends UnavailableError {
  override name = 'ClockInDoubtError';
}

/** A rule of the database refused the batch, of which nothing was written. */
export class ConstraintError extends Error {
  override name = 'ConstraintError';
  /** SQLite's extended code, such as `SQLITE_CONSTRAINT_CHECK`. */
  readonly code: string;

  constructor({ code, message }: WriteFault) {
    super(message);
    this.code = code;
  }
}

export interface WriteResult {
  /** The time of the transaction, in milliseconds since 1970. */
  now: number;
  /** One for each statement. */
  results: readonly StatementResult[];
}

export interface WriteOptions {
  /** Whether the statements are refused with ClockInDoubtError while the time is in doubt. */
  dependsOnTime?: boolean;
}

export interface Writer {
  /**
   * Writes the statements together or not at all, and resolves once they are on disk. Scheduled openings and
   * closings are written first, also with an empty list. Throws UnavailableError, ConstraintError,
   * DamagedDatabaseError, and Error for a statement that is wrong.
   */
  write: (statements: readonly BoundStatement[], options?: WriteOptions) => Promise<WriteResult>;
  /** Writes all that was asked for before, then ends. */
  close: () => Promise<void>;
}

export interface WriterOptions {
  /** Clocks instead of the machine's, for tests. */
  clock?: () => ClockReading;
  /** Called when the writer begins or ceases to doubt the time. */
  onClock?: (event: ClockEvent) => void;
  /** How many batches may wait; one more is refused. */
  queueLimit?: number;
  /**
   * Milliseconds between looks for scheduled openings and closings; 0 for none, as with clocks that a test
   * sets.
   */
  scheduleInterval?: number;
}

/** A survey opens and closes within a second of its times, with time to spare for a busy disk. */
const scheduleMilliseconds = 250;

interface Waiting {
  resolve: (result: WriteResult) => void;
  reject: (error: Error) => void;
}

/**
 * Opens the one connection that writes, in a thread of its own, so that an fsync stops no read. The file must
 * be migrated.
 */
export const openWriter = (file: string, options: WriterOptions = {}): Writer =>
  new ThreadedWriter(file, options);

class ThreadedWriter implements Writer {
  readonly #file: string;
  readonly #clock: (() => ClockReading) | undefined;
  readonly #onClock: (event: ClockEvent) => void;
  readonly #queueLimit: number;
  readonly #scheduleInterval: number;
  #worker: Worker | undefined;
  #lastNow = 0;
  #lastId = 0;
  #asked: WriteRequest['batches'][number][] = [];
  readonly #waiting = new Map<number, Waiting>();
  #closed: Promise<void> | undefined;

  constructor(
    file: string,
    { clock, onClock = () => {}, queueLimit = 10_000, scheduleInterval }: WriterOptions,
  ) {
    this.#file = file;
    this.#clock = clock;
    this.#onClock = onClock;
    this.#queueLimit = queueLimit;
    this.#scheduleInterval = scheduleInterval ?? (clock === undefined ? scheduleMilliseconds : 0);
    this.#start();
  }

  write(
    statements: readonly BoundStatement[],
    { dependsOnTime = false }: WriteOptions = {},
  ): Promise<WriteResult> {
    if (this.#closed !== undefined) {
      return Promise.reject(new UnavailableError('The server is stopping and takes no more changes.'));
    }
    if (this.#waiting.size >= this.#queueLimit) {
      return Promise.reject(
        new UnavailableError(
          `${this.#waiting.size} changes wait to be written; the limit is ${this.#queueLimit}. Try again in a moment.`,
        ),
      );
    }
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { resolve, reject });
      // All that is asked for in this turn of the event loop goes out together, and shares one transaction.
      if (this.#asked.length === 0) setImmediate(() => this.#post());
      this.#asked.push({ id: this.#lastId, statements, dependsOnTime });
    });
  }

  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#post();
      if (this.#worker === undefined) return resolve();
      this.#worker.once('exit', () => resolve());
      this.#worker.postMessage(closeRequest);
    });
    return this.#closed;
  }

  #start(): Worker {
    const options: WriterThreadOptions = {
      file: this.#file,
      earliestNow: this.#lastNow,
      scheduleInterval: this.#scheduleInterval,
    };
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), {
      workerData: options,
      name: 'writer',
    });
    worker.on('message', (message: WriteReply | ClockMessage) => {
      if ('clock' in message) this.#onClock(message.clock);
      else this.#answer(message);
    });
    worker.on('error', (error) => this.#fail(`The writer ended unexpectedly (${error.message}).`));
    worker.on('exit', () => {
      this.#fail('The writer ended unexpectedly.');
      this.#worker = undefined;
    });
    this.#worker = worker;
    return worker;
  }

  #post(): void {
    if (this.#asked.length === 0) return;
    const request: WriteRequest = { reading: this.#clock?.(), batches: this.#asked };
    this.#asked = [];
    try {
      (this.#worker ?? this.#start()).postMessage(request);
    } catch (error) {
      // A parameter that cannot be handed to another thread.
      for (const { id } of request.batches) this.#settle(id)?.reject(asError(error));
    }
  }

  #answer({ now, batches }: WriteReply): void {
    this.#lastNow = Math.max(this.#lastNow, now);
    for (const batch of batches) {
      const waiting = this.#settle(batch.id);
      if ('results' in batch) waiting?.resolve({ now, results: batch.results });
      else waiting?.reject(errorOf(batch.fault));
    }
  }

  #fail(message: string): void {
    const unsent = new Set(this.#asked.map(({ id }) => id));
    for (const id of [...this.#waiting.keys()].filter((id) => !unsent.has(id))) {
      this.#settle(id)?.reject(new UnavailableError(message));
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Faults that pass by themselves, or once somebody makes room. */
const isUnavailable = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL)/;

function errorOf(fault: WriteFault): Error {
  if (fault.code === 'CLOCK_IN_DOUBT') {
    return new ClockInDoubtError(
      'The clock of the server has jumped, and no vote is counted until the time is certain again. Try again in a minute.',
    );
  }
  if (isDamageCode(fault.code)) return new DamagedDatabaseError(fault.code, fault.message);
  if (fault.code.startsWith('SQLITE_CONSTRAINT')) return new ConstraintError(fault);
  if (isUnavailable.test(fault.code)) {
    return new UnavailableError(
      `The database cannot be written just now (${fault.code}). Try again in a moment.`,
      {
        cause: fault,
      },
    );
  }
  return new Error(`${fault.code}: ${fault.message}`);
}
