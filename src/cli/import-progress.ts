import { SingleBar } from 'cli-progress';
import type { ImportProgress } from '../vote/import/import-votes.ts';

export interface ProgressDisplay {
  /** `fraction`, 0 to 1, is how much of the file is checked; a phase that knows its total needs none. */
  show: (progress: ImportProgress, fraction: number) => void;
  /** Clears the bar, if there is one. */
  stop: () => void;
}

export interface ProgressOptions {
  write: (text: string) => void;
  /** Where a bar can be drawn; plain lines are written without it. */
  terminal: NodeJS.WritableStream | undefined;
  /** Milliseconds since any fixed time. */
  clock: () => number;
}

const verbs = { CHECK: 'checked', WRITE: 'written' } as const;
/** Milliseconds between plain lines: enough for a log, and none for what is quickly done. */
const lineInterval = 5_000;

/**
 * Shows how an import goes, with rate and time left: a bar on a terminal, elsewhere a line every few
 * seconds.
 */
export function importProgress({ write, terminal, clock }: ProgressOptions): ProgressDisplay {
  const bar =
    terminal &&
    new SingleBar({
      format: '{bar} {percentage} %  {pace}',
      stream: terminal,
      hideCursor: true,
      clearOnComplete: true,
    });
  let begin: (Pace & { phase: ImportProgress['phase'] }) | undefined;
  let printedAt = clock();
  return {
    show: ({ phase, rows, total }, fractionRead) => {
      const now = clock();
      const fraction = total === undefined ? fractionRead : rows / Math.max(total, 1);
      if (begin?.phase !== phase) {
        if (begin === undefined) bar?.start(1, 0, { pace: '' });
        // A run that goes on with another's work begins amid the rows.
        begin = { phase, at: now, rows, fraction };
      }
      const pace = paceText(phase, begin, { at: now, rows, fraction });
      if (bar !== undefined) bar.update(fraction, { pace });
      else if (now - printedAt >= lineInterval) {
        printedAt = now;
        write(`${pace}\n`);
      }
    },
    stop: () => {
      if (begin !== undefined) bar?.stop();
    },
  };
}

interface Pace {
  at: number;
  rows: number;
  fraction: number;
}

function paceText(phase: ImportProgress['phase'], from: Pace, to: Pace): string {
  const text = `${numbered(to.rows)} rows ${verbs[phase]}`;
  const milliseconds = to.at - from.at;
  const done = to.fraction - from.fraction;
  if (milliseconds <= 0 || done <= 0) return text;
  const rate = Math.round((1_000 * (to.rows - from.rows)) / milliseconds);
  const left = (milliseconds * Math.max(0, 1 - to.fraction)) / done;
  return `${text}, ${numbered(rate)} a second, ${durationText(left)} left`;
}

const numbered = (count: number): string => count.toLocaleString('en-US');

function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
