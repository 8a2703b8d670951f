import type { NarrativeTextRow } from './queries.ts';

/** The texts of a narrative; what is stored as JSON is parsed once, however many ask. */
export class NarrativeTexts {
  readonly #row: NarrativeTextRow;
  #keyPoints: { title: string; body: string }[] | undefined;
  #relatedProjects: { name: string }[] | undefined;

  constructor(row: NarrativeTextRow) {
    this.#row = row;
  }

  get summary(): string {
    return this.#row.summary;
  }

  // Both columns are written by `saveNarrative` only, which has validated what is in them.

  get keyPoints(): { title: string; body: string }[] {
    this.#keyPoints ??= JSON.parse(this.#row.keyPoints) as { title: string; body: string }[];
    return this.#keyPoints;
  }

  get relatedProjects(): { name: string }[] {
    this.#relatedProjects ??= JSON.parse(this.#row.relatedProjects) as { name: string }[];
    return this.#relatedProjects;
  }
}
