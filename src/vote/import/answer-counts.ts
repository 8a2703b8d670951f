import type { Meaning } from './answer-texts.ts';

/** A text of the file, and how often it was found. */
export interface AnswerCount {
  text: string;
  /** Undefined for a text that is not known. */
  meaning: Meaning | undefined;
  cells: number;
}

/** Files repeat the same few texts; more than these are not remembered. */
const maximumTexts = 10_000;

/** Remembers what each text stands for, and counts how often it is found. */
export class AnswerCounts {
  readonly #byText = new Map<string, AnswerCount>();
  readonly #meaningOf: (text: string) => Meaning | undefined;

  constructor(meaningOf: (text: string) => Meaning | undefined) {
    this.#meaningOf = meaningOf;
  }

  /** Lists a text that no cell may have. */
  declare(text: string): void {
    if (!this.#byText.has(text)) this.#byText.set(text, { text, meaning: this.#meaningOf(text), cells: 0 });
  }

  read(text: string): Meaning | undefined {
    const known = this.#byText.get(text);
    if (known !== undefined) {
      known.cells += 1;
      return known.meaning;
    }
    const meaning = this.#meaningOf(text);
    if (this.#byText.size < maximumTexts) this.#byText.set(text, { text, meaning, cells: 1 });
    return meaning;
  }

  /** The most frequent first. */
  all(): AnswerCount[] {
    return [...this.#byText.values()].sort((left, right) => right.cells - left.cells);
  }
}
