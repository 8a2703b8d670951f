import { setTimeout as after } from 'node:timers/promises';
import type { Database } from '../db/client.ts';
import type { Writer } from '../db/writer.ts';
import { createRunoffCounter } from '../result/runoff-counter.ts';
import { settleRunoff } from '../result/settle-runoff.ts';
import { startUpkeep } from './upkeep.ts';

export interface CountingOptions {
  /** Not in a read transaction, which would hide new votes. */
  db: Database;
  writer: Writer;
  /** Whether this process counts surveys by itself. One process of a server does. */
  hasUpkeep: boolean;
  /** Called when counting or listing fails. Both are tried again. */
  onFailure: (error: unknown) => void;
}

export interface Counting {
  /**
   * Resolves when the count of a RANKED_CHOICE survey has every vote, or after 3 seconds, whichever comes
   * first.
   */
  settle: (survey: string) => Promise<void>;
  stop: () => Promise<void>;
}

/** For how long an operation waits for a count. */
const settleMilliseconds = 3_000;

export function startCounting({ db, writer, hasUpkeep, onFailure }: CountingOptions): Counting {
  const counter = createRunoffCounter({ file: db.$client.name, writer });
  const stopUpkeep = hasUpkeep ? startUpkeep({ db, writer, counter, onFailure }) : () => {};
  return {
    settle: async (survey) => {
      const counted = settleRunoff(db, counter, survey).catch(onFailure);
      await Promise.race([counted, after(settleMilliseconds, undefined, { ref: false })]);
    },
    stop: async () => {
      stopUpkeep();
      await counter.close();
    },
  };
}
