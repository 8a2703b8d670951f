import { type Logger, pino } from 'pino';

export type { Logger };

/** Bytes that are gathered before they are written: a write for each request's line costs a tenth of a small request. */
const gatheredBytes = 16_000;

/** What several workers write to one pipe stays in one piece up to here (PIPE_BUF of Linux). */
const pieceBytes = 4_096;

/** How long a line waits at most. What waits is written when the process exits, too. */
const flushMilliseconds = 200;

let lastMillisecond = 0;
let lastStamp = '';

/** The time as ISO 8601, made once for all lines of a millisecond. */
function timestamp(): string {
  const now = Date.now();
  if (now !== lastMillisecond) {
    lastMillisecond = now;
    lastStamp = `,"time":"${new Date(now).toISOString()}"`;
  }
  return lastStamp;
}

/** Structured lines on standard output. Nothing that a request carries is logged but what a line names; `worker` is the number of one of several. */
export const createLog = (level: string, worker?: number): Logger =>
  pino(
    {
      level,
      base: worker === undefined ? null : { worker },
      timestamp,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({
      dest: 1,
      minLength: worker === undefined ? gatheredBytes : pieceBytes,
      periodicFlush: flushMilliseconds,
      sync: false,
    }),
  );
