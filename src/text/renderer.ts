import { Worker } from 'node:worker_threads';
import { UnavailableError } from '../db/writer.ts';
import { type Rendering, type RenderReply, type RenderRequest, threadReady } from './rendering.ts';
import { currentWork, type RenderingWork } from './rendering-work.ts';
import { type TextKind, textLimits } from './text-kind.ts';

/**
 * Stored with everything that is rendered. It grows whenever the same Markdown would come out differently, so
 * that what is stored already is rendered again when the server migrates.
 */
export const rendererVersion = 1;

/** Milliseconds of CPU time that one text may take. Prose of the greatest length takes half of it. */
const workLimit = 1_000;
/** Milliseconds that it may take however busy the machine is. */
const timeLimit = 4_000;
/**
 * Megabytes that the thread's objects may take: more than can be filled in `workLimit`, which should end the
 * thread first. V8 aborts the whole process when a thread at its limit needs one more large block at once.
 */
const memoryLimit = 1_024;
/** Texts that may wait; one more is refused. */
const queueLimit = 64;
/** Milliseconds after which a thread that has nothing to do ends, and gives back its memory. */
const idleTime = 10_000;

/**
 * Renders a text in a thread of its own, which is terminated when it works longer than a second or takes too
 * much memory: that is a fault of the text. Rejects with UnavailableError while too many texts wait.
 */
export function renderText<Kind extends TextKind>(kind: Kind, markdown: string): Promise<Rendering<Kind>> {
  const { written } = textLimits[kind];
  if (markdown.length <= written) return renderStored(kind, markdown);
  const message = `The text has ${markdown.length} characters; the limit is ${written}. Shorten it.`;
  return Promise.resolve({ faults: [{ line: undefined, message }], rendered: undefined });
}

/** Renders a text that was saved once, whatever its length. */
export const renderStored = <Kind extends TextKind>(kind: Kind, markdown: string): Promise<Rendering<Kind>> =>
  // What is rendered follows from the kind.
  renderer.render({ kind, markdown }) as Promise<Rendering<Kind>>;

interface Job {
  request: RenderRequest;
  /** Of the operation that needs the text. */
  work: RenderingWork | undefined;
  resolve: (rendering: Rendering) => void;
  reject: (error: Error) => void;
}

class Renderer {
  #thread: Worker | undefined;
  #isReady = false;
  /** The first one is under way. */
  readonly #jobs: Job[] = [];
  #timer: NodeJS.Timeout | undefined;

  render(request: RenderRequest): Promise<Rendering> {
    if (this.#jobs.length > queueLimit) {
      return Promise.reject(
        new UnavailableError(
          `${this.#jobs.length} texts wait to be rendered; the limit is ${queueLimit}. Try again in a moment.`,
        ),
      );
    }
    return new Promise((resolve, reject) => {
      this.#jobs.push({ request, work: currentWork(), resolve, reject });
      if (this.#jobs.length === 1) this.#begin();
    });
  }

  #begin(): void {
    clearTimeout(this.#timer);
    const thread = this.#thread ?? this.#start();
    // The process ends with an idle thread, but not before a text that it was given is rendered.
    thread.ref();
    if (this.#isReady) this.#send(thread);
  }

  #start(): Worker {
    const thread = new Worker(new URL('./render-thread.ts', import.meta.url), {
      name: 'renderer',
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
    });
    thread.on('message', (message: RenderReply | typeof threadReady) => {
      if (this.#thread !== thread) return;
      if (message === threadReady) {
        this.#isReady = true;
        this.#send(thread);
      } else {
        this.#settle((job) => {
          addWork(job, message.milliseconds);
          job.resolve(message.rendering);
        });
      }
    });
    thread.on('error', (error) => this.#fail(thread, error));
    thread.on('exit', () => this.#fail(thread, new Error('The thread that renders texts has ended.')));
    this.#thread = thread;
    return thread;
  }

  #send(thread: Worker): void {
    const [job] = this.#jobs;
    if (job === undefined) return;
    const begun = performance.now();
    void cpuTime(thread).then((before) => this.#watch(thread, job, begun, before));
    thread.postMessage(job.request);
  }

  /**
   * Stops the thread once the job is over the limit. CPU time is measured since a thread on a busy machine
   * may stand still.
   */
  #watch(thread: Worker, job: Job, begun: number, before: number): void {
    const look = async (): Promise<void> => {
      const used = (await cpuTime(thread)) - before;
      if (this.#thread !== thread || this.#jobs[0] !== job) return;
      const isOver = used >= workLimit || performance.now() - begun >= timeLimit;
      if (isOver) this.#stop(job, thread, used);
      else this.#timer = setTimeout(look, Math.max(workLimit - used, leastWait));
    };
    if (this.#thread === thread && this.#jobs[0] === job) this.#timer = setTimeout(look, workLimit);
  }

  #stop(job: Job, thread: Worker, used: number): void {
    this.#forget();
    void thread.terminate();
    addWork(job, used);
    this.#settle(() => job.resolve(unrenderable('takes longer than a second to render')));
  }

  #fail(thread: Worker, error: Error): void {
    if (this.#thread !== thread) return;
    this.#forget();
    const isOutOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#settle((job) => {
      // A thread that has ended does not say how long it has worked.
      addWork(job, workLimit);
      if (isOutOfMemory) job.resolve(unrenderable('takes too much memory to render'));
      else job.reject(error);
    });
  }

  #forget(): void {
    this.#thread = undefined;
    this.#isReady = false;
  }

  /** Answers the first job, and begins the next. */
  #settle(answer: (job: Job) => void): void {
    clearTimeout(this.#timer);
    const job = this.#jobs.shift();
    if (job !== undefined) answer(job);
    if (this.#jobs.length > 0) this.#begin();
    else if (this.#thread !== undefined) this.#rest(this.#thread);
  }

  #rest(thread: Worker): void {
    thread.unref();
    this.#timer = setTimeout(() => {
      this.#forget();
      void thread.terminate();
    }, idleTime).unref();
  }
}

function addWork({ work }: Job, milliseconds: number): void {
  if (work !== undefined) work.milliseconds += milliseconds;
}

/** Milliseconds between two looks at a thread that is late. */
const leastWait = 50;

/** In milliseconds. A thread that cannot say it has ended, which its events report. */
async function cpuTime(thread: Worker): Promise<number> {
  try {
    const { user, system } = await thread.cpuUsage();
    return (user + system) / 1_000;
  } catch {
    return 0;
  }
}

const unrenderable = (why: string): Rendering => ({
  faults: [
    { line: undefined, message: `The text ${why}. Use less markup: smaller tables, fewer lists and links.` },
  ],
  rendered: undefined,
});

const renderer = new Renderer();
