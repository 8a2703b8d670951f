import { type Logger, pino } from 'pino';

export type { Logger };

/** Bytes that are gathered before they are written: a write for each request's line costs a tenth of a small request. */
const gatheredBytes = 4_096;

/** How long a line waits at most. What waits is written when the process exits, too. */
const flushMilliseconds = 200;

/** Structured lines on standard output. Nothing that a request carries is logged but what a line names; `worker` is the number of one of several. */
export const createLog = (level: string, worker?: number): Logger =>
  pino(
    {
      level,
      base: worker === undefined ? null : { worker },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({
      dest: 1,
      minLength: gatheredBytes,
      periodicFlush: flushMilliseconds,
      sync: false,
    }),
  );
