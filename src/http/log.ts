import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured lines on standard output. Nothing that a request carries is logged but what a line names. */
export const createLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
