/** A reason why a content file cannot be saved. */
export interface ContentFault {
  /** The path as the caller of the load named it. */
  file: string;
  /** Counted from 1. */
  line: number;
  message: string;
}

/** Nothing was loaded; every fault of every file is named, in the order of files and lines. */
export class ContentError extends Error {
  override name = 'ContentError';
  readonly faults: readonly ContentFault[];

  constructor(faults: readonly ContentFault[]) {
    const sorted = faults.toSorted((left, right) => compare(left.file, right.file) || left.line - right.line);
    super(sorted.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
    this.faults = sorted;
  }
}

// Not by locale: the order is the same on every machine.
const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
