import type { Database } from '../db/client.ts';
import type { Writer } from '../db/writer.ts';
import type { RunoffCounter } from '../result/runoff-counter.ts';
import { uncountedSurveys } from '../result/runoff-queries.ts';
import { isVotingOver } from '../survey/status.ts';
import { listVotes } from './listing-writes.ts';

export interface UpkeepOptions {
  /** Not in a read transaction, which would hide new votes. */
  db: Database;
  writer: Writer;
  counter: Pick<RunoffCounter, 'count'>;
  /** Called when counting or listing fails. The next tick tries again. */
  onFailure: (error: unknown) => void;
  /** Calls the function once a second until what it returns is called. */
  everySecond?: (tick: () => void) => () => void;
  /** Milliseconds since any fixed time, to tell how long a count takes. */
  stopwatch?: () => number;
}

const onTimer = (tick: () => void): (() => void) => {
  const timer = setInterval(tick, 1_000);
  return () => clearInterval(timer);
};

/**
 * After a count, a survey rests this many times as long, so that counting takes at most a fifth of a core.
 */
const restFactor = 4;

/**
 * Counts RANKED_CHOICE surveys, at most once a second while they are open, and fills `vote_choice` after a
 * close. One process of a server runs it, and all read what it writes. Returns a function that stops it.
 */
export function startUpkeep({
  db,
  writer,
  counter,
  onFailure,
  everySecond = onTimer,
  stopwatch = () => performance.now(),
}: UpkeepOptions): () => void {
  /** For how many more ticks a survey rests, by its id. */
  const resting = new Map<number, number>();

  const countSurveys = async () => {
    for (const [id, ticks] of resting) {
      if (ticks > 1) resting.set(id, ticks - 1);
      else resting.delete(id);
    }
    for (const { id, state } of uncountedSurveys(db)) {
      if (resting.has(id) && !isVotingOver({ state })) continue;
      const begun = stopwatch();
      await counter.count(id);
      const ticks = Math.floor(((stopwatch() - begun) * restFactor) / 1_000);
      if (ticks > 0) resting.set(id, ticks);
    }
  };

  const stops = [countSurveys, () => listVotes(writer, db)].map((work) =>
    everySecond(oneAtATime(work, onFailure)),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

/** A call during the last one does nothing. */
function oneAtATime(work: () => Promise<void>, onFailure: (error: unknown) => void): () => void {
  let isRunning = false;
  return () => {
    if (isRunning) return;
    isRunning = true;
    work()
      .catch(onFailure)
      .finally(() => {
        isRunning = false;
      });
  };
}
