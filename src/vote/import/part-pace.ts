import { setTimeout as after } from 'node:timers/promises';

const smallest = 25;
const largest = 500;
/** A part that takes longer, in milliseconds, is too large for a vote that is cast just then. */
const longest = 10;
/** For how many milliseconds after a vote of others the parts stay small. */
const memory = 2_000;
/** Between small parts a run rests this many times as long as the last one took. */
const restFactor = 4;

export interface WrittenPart {
  /** The place in the log of the first event that the part has appended, and of the last. */
  first: number;
  last: number;
  milliseconds: number;
}

export interface PaceOptions {
  /** Milliseconds since any fixed time. */
  clock?: () => number;
  wait?: (milliseconds: number) => Promise<unknown>;
}

/**
 * How many votes a void or an import writes at once. Votes that are cast meanwhile, in whatever survey and
 * process, show as gaps between its own events in the log: then its parts shrink at once, with rests between
 * them in which those votes are written. While it is alone, they grow.
 */
export class PartPace {
  size = smallest;
  readonly #clock: () => number;
  readonly #wait: (milliseconds: number) => Promise<unknown>;
  #last: number | undefined;
  #sharedAt = Number.NEGATIVE_INFINITY;
  #milliseconds = 0;

  constructor({
    clock = () => performance.now(),
    wait = (milliseconds) => after(milliseconds),
  }: PaceOptions = {}) {
    this.#clock = clock;
    this.#wait = wait;
  }

  /** Whether others have written votes just now. */
  get isShared(): boolean {
    return this.#clock() - this.#sharedAt < memory;
  }

  wrote({ first, last, milliseconds }: WrittenPart): void {
    if (this.#last !== undefined && first !== this.#last + 1) this.#sharedAt = this.#clock();
    this.#last = last;
    this.#milliseconds = milliseconds;
    if (this.isShared) this.size = smallest;
    else if (milliseconds > longest) this.size = Math.max(smallest, Math.floor(this.size / 1.5));
    else this.size = Math.min(largest, Math.ceil(this.size * 1.2));
  }

  /** Resolves when the next part may be written. */
  async rest(): Promise<void> {
    if (this.isShared) await this.#wait(this.#milliseconds * restFactor);
  }
}
