import { Worker } from 'node:worker_threads';
import type { Writer } from '../db/writer.ts';
import type { RunoffCount } from './count-queries.ts';
import type { CountReply, CountRequest } from './runoff-thread.ts';
import { runoffWrites } from './runoff-writes.ts';

/** Counts RANKED_CHOICE surveys in a worker thread, one at a time. */
export interface RunoffCounter {
  /** Resolves when the count is written. Rejects when the thread or the writer fails. */
  count: (surveyId: number) => Promise<void>;
  /** Ends the thread and abandons the count in progress. */
  close: () => Promise<void>;
}

export interface RunoffCounterOptions {
  /** The database file. */
  file: string;
  writer: Writer;
  /** Starts the thread, for the first count and after it has ended. */
  startThread?: (file: string) => Worker;
}

export const createRunoffCounter = (options: RunoffCounterOptions): RunoffCounter =>
  new ThreadedCounter(options);

/** The name of the thread, also for the operating system. */
export const countingThread = 'count-rankings';

const startCountingThread = (file: string): Worker =>
  new Worker(new URL('./runoff-thread.ts', import.meta.url), {
    workerData: file,
    name: countingThread,
  });

interface Asked {
  resolve: (count: RunoffCount | undefined) => void;
  reject: (error: Error) => void;
}

class ThreadedCounter implements RunoffCounter {
  readonly #file: string;
  readonly #writer: Writer;
  readonly #startThread: (file: string) => Worker;
  #thread: Worker | undefined;
  /** The request that the thread works on. */
  #asked: Asked | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ file, writer, startThread = startCountingThread }: RunoffCounterOptions) {
    this.#file = file;
    this.#writer = writer;
    this.#startThread = startThread;
  }

  // Arrow functions, so that callers can destructure the counter.
  readonly count = (surveyId: number): Promise<void> => {
    const counted = this.#last.then(async () => {
      const count = await this.#ask(surveyId);
      if (count !== undefined) await this.#writer.write(runoffWrites(count));
    });
    this.#last = counted.catch(() => {});
    return counted;
  };

  readonly close = async (): Promise<void> => {
    await this.#thread?.terminate();
  };

  #ask(surveyId: CountRequest): Promise<RunoffCount | undefined> {
    const thread = this.#thread ?? this.#start();
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      thread.postMessage(surveyId);
    });
  }

  #start(): Worker {
    const thread = this.#startThread(this.#file);
    thread.on('message', (reply: CountReply) => {
      if ('fault' in reply) this.#asked?.reject(new Error(reply.fault));
      else this.#asked?.resolve(reply.count);
    });
    // The first of the two events rejects the request.
    thread.on('error', (error) => this.#asked?.reject(error));
    thread.on('exit', () => {
      this.#thread = undefined;
      this.#asked?.reject(new Error('The thread that counts rankings has ended.'));
    });
    this.#thread = thread;
    return thread;
  }
}
