import { type Logger, pino } from 'pino';

export type { Logger };

/** Lines are buffered up to this size, because a write for each line costs a tenth of a small request. */
const bufferBytes = 16_000;

/** Workers share one pipe. Writes up to this size are atomic (PIPE_BUF of Linux). */
const atomicBytes = 4_096;

/** The maximum delay of a line. The buffer is also flushed when the process exits. */
const flushMilliseconds = 200;

let lastMillisecond = 0;
let lastStamp = '';

/** The time as ISO 8601, formatted once per millisecond. */
function timestamp(): string {
  const now = Date.now();
  if (now !== lastMillisecond) {
    lastMillisecond = now;
    lastStamp = `,"time":"${new Date(now).toISOString()}"`;
  }
  return lastStamp;
}

/** JSON lines on standard output. `worker` is the number of this worker, if there are several. */
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
      minLength: worker === undefined ? bufferBytes : atomicBytes,
      periodicFlush: flushMilliseconds,
      sync: false,
    }),
  );
