import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Database as Client, Statement } from 'better-sqlite3';
import { type ClockRow, isClockToBeWritten, readClock, sharedDoubt, writeClock } from './clock-row.ts';
import { watchDamage } from './damage.ts';
import { openSqlite } from './sqlite.ts';
import { hasScheduledTransition, scheduledTransitions } from './survey-schedule.ts';
import {
  type ClockEvent,
  type ClockReading,
  TransactionClock,
  type TransactionTime,
} from './transaction-clock.ts';
import {
  type BoundStatement,
  type ClockMessage,
  closeRequest,
  type SqlValue,
  type StatementResult,
  type WriteFault,
  type WriteReply,
  type WriteRequest,
  type WriterThreadOptions,
} from './writer-message.ts';

/**
 * Beyond this many batches in one transaction an fsync is shared well enough, and the first one waits too
 * long.
 */
const maximumGroup = 1000;
const maximumStatements = 500;

type Batch = WriteRequest['batches'][number];
type Outcome = WriteReply['batches'][number];

/** The rows of this statement are of whatever shape its text says. */
type Prepared = Statement<unknown[], StatementResult['rows'][number]>;

class WriterThread {
  readonly #file: string;
  #client: Client | undefined;
  readonly #statements = new Map<string, Prepared>();
  readonly #clock = new TransactionClock();
  readonly #onClock: (event: ClockEvent) => void;
  #lastNow: number;
  /** Whether the database says that this process is in doubt about the time. */
  #sharesDoubt = false;

  constructor({ file, earliestNow }: WriterThreadOptions, onClock: (event: ClockEvent) => void) {
    this.#file = file;
    this.#lastNow = earliestNow;
    this.#onClock = onClock;
  }

  /** One transaction; each batch in it is written or refused by itself. */
  write(batches: readonly Batch[], reading: ClockReading): WriteReply {
    try {
      this.#run('begin immediate');
      const row = this.#clockRow();
      const time = this.#timeAt(reading, row);
      const changesBefore = this.#changes();
      this.#applySchedule(time);
      const outcomes = batches.map((batch) => this.#attempt(batch, time));
      const isChanged = this.#changes() !== changesBefore;
      if (isChanged || isClockToBeWritten(row, time, this.#sharesDoubt, reading.monotonic))
        this.#writeClock(time, reading);
      this.#run('commit');
      this.#lastNow = time.now;
      return { now: time.now, batches: outcomes };
    } catch (error) {
      this.#abandon(error);
      const fault = faultOf(error);
      return { now: this.#lastNow, batches: batches.map(({ id }) => ({ id, fault })) };
    }
  }

  /** Writes scheduled openings and closings while no other transaction does. */
  tick(reading: ClockReading): void {
    try {
      const row = this.#clockRow();
      const time = this.#timeAt(reading, row);
      if (this.#isScheduled(time) || isClockToBeWritten(row, time, this.#sharesDoubt, reading.monotonic))
        this.write([], reading);
    } catch (error) {
      // The next write reports what is wrong to the caller that waits for it.
      this.#abandon(error);
    }
  }

  close(): void {
    this.#statements.clear();
    this.#client?.close();
    this.#client = undefined;
  }

  #clockRow(): ClockRow {
    // A migration inserts the row. Its columns are those of `readClock`.
    return this.#prepared(readClock).get() as unknown as ClockRow;
  }

  #timeAt(reading: ClockReading, row: ClockRow): TransactionTime {
    const earliest = Math.max(row.writtenAt, this.#lastNow);
    const time = this.#clock.read(reading, earliest, sharedDoubt(row, reading.monotonic));
    if (time.event !== undefined) this.#onClock(time.event);
    return time;
  }

  #writeClock({ now, doubtedSince }: TransactionTime, { monotonic }: ClockReading): void {
    const isInDoubt = doubtedSince !== undefined;
    this.#prepared(writeClock).run({
      now,
      doubtSince: doubtedSince ?? null,
      doubtTime: isInDoubt ? now : null,
      doubtSeen: isInDoubt ? monotonic : null,
    });
    this.#sharesDoubt = isInDoubt;
  }

  /** Rows that were changed since the connection was opened. */
  #changes(): SqlValue {
    return this.#prepared('select total_changes() as changes').get()?.changes ?? 0;
  }

  /** In doubt nothing opens or closes by its times. */
  #isScheduled({ now, doubtedSince }: TransactionTime): boolean {
    return doubtedSince === undefined && this.#prepared(hasScheduledTransition).get({ now }) !== undefined;
  }

  #applySchedule(time: TransactionTime): void {
    if (!this.#isScheduled(time)) return;
    for (const sql of scheduledTransitions) this.#prepared(sql).run({ now: time.now });
  }

  #attempt({ id, statements, dependsOnTime }: Batch, { now, doubtedSince }: TransactionTime): Outcome {
    if (dependsOnTime && doubtedSince !== undefined) return { id, fault: clockInDoubt };
    // A statement that fails undoes itself.
    const isAlone = statements.length === 1;
    try {
      if (!isAlone) this.#run('savepoint batch');
      const results = statements.map((statement) => this.#execute(statement, now));
      if (!isAlone) this.#run('release batch');
      return { id, results };
    } catch (error) {
      // A full disk, and the like, may have ended the whole transaction; then none of it was written.
      if (isOfTheFile(faultOf(error)) || this.#client?.inTransaction !== true) throw error;
      if (!isAlone) {
        this.#run('rollback to batch');
        this.#run('release batch');
      }
      return { id, fault: faultOf(error) };
    }
  }

  #execute({ sql, params }: BoundStatement, now: number): StatementResult {
    const prepared = this.#prepared(sql);
    const bound = isList(params)
      ? [...params, ...(sql.includes('@now') ? [{ now }] : [])]
      : [{ ...params, now }];
    if (prepared.reader) {
      const rows = prepared.all(...bound);
      return { rows, changes: rows.length };
    }
    return { rows: [], changes: prepared.run(...bound).changes };
  }

  #run(sql: string): void {
    this.#prepared(sql).run();
  }

  #prepared(sql: string): Prepared {
    this.#client ??= openSqlite(this.#file);
    const prepared = this.#statements.get(sql) ?? watchDamage(this.#client.prepare<unknown[], Row>(sql));
    // Texts are written in the source, but for lists of columns that a caller may build: bounded all the
    // same.
    if (this.#statements.size >= maximumStatements) this.#statements.clear();
    this.#statements.set(sql, prepared);
    return prepared;
  }

  #abandon(error: unknown): void {
    // What was said of it may have been rolled back.
    this.#sharesDoubt = false;
    try {
      if (this.#client?.inTransaction) this.#client.exec('rollback');
    } catch {
      // Then only a new connection helps, which is what follows.
    }
    if (faultOf(error).code.startsWith('SQLITE_BUSY')) return;
    try {
      this.close();
    } catch {
      this.#client = undefined;
    }
  }
}

type Row = StatementResult['rows'][number];

const isList = (params: BoundStatement['params']): params is readonly unknown[] => Array.isArray(params);

/** Everything but what a statement itself did wrong. */
const isOfTheFile = ({ code }: WriteFault): boolean =>
  !/^SQLITE_(CONSTRAINT|ERROR|MISMATCH|RANGE)/.test(code) && code.startsWith('SQLITE_');

const clockInDoubt: WriteFault = { code: 'CLOCK_IN_DOUBT', message: 'The clock has jumped.' };

const faultOf = (error: unknown): WriteFault => ({
  code: error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN',
  message: error instanceof Error ? error.message : String(error),
});

const systemReading = (): ClockReading => ({
  wall: Date.now(),
  monotonic: Number(process.hrtime.bigint()) / 1e6,
});

function serve(port: MessagePort, options: WriterThreadOptions): void {
  const thread = new WriterThread(options, (clock) => port.postMessage({ clock } satisfies ClockMessage));
  const timer =
    options.scheduleInterval > 0
      ? setInterval(() => thread.tick(systemReading()), options.scheduleInterval)
      : undefined;
  port.on('message', (first: WriteRequest | typeof closeRequest) => {
    // What arrived while the last transaction ran shares the next one.
    const requests: WriteRequest[] = [];
    let size = 0;
    let isClosing = false;
    for (
      let message: WriteRequest | typeof closeRequest | undefined = first;
      message !== undefined;
      message = size < maximumGroup ? receiveMessageOnPort(port)?.message : undefined
    ) {
      if (message === closeRequest) {
        isClosing = true;
        break;
      }
      requests.push(message);
      size += message.batches.length;
    }
    if (requests.length > 0) {
      port.postMessage(
        thread.write(
          requests.flatMap(({ batches }) => batches),
          requests.at(-1)?.reading ?? systemReading(),
        ),
      );
    }
    if (!isClosing) return;
    clearInterval(timer);
    thread.close();
    port.close();
  });
}

if (parentPort === null) throw new Error('This file runs in a worker thread; `openWriter` starts it.');
// Made by `openWriter`, which is the only one to start this thread.
serve(parentPort, workerData as WriterThreadOptions);
