import { expect, onTestFinished, test } from 'vitest';
import { createRunoffCounter } from '../../src/result/runoff-counter.ts';
import { closeSurvey } from '../../src/survey/lifecycle-writes.ts';
import { startUpkeep } from '../../src/vote/upkeep.ts';
import { addSurvey, startVoting } from './voting.ts';

/** The upkeep of a server, with seconds that the test makes pass. */
function startSeconds(changes: Parameters<typeof startVoting>[0] = {}) {
  const voting = startVoting({ method: 'RANKED_CHOICE', maxChoices: 4, ...changes });
  const counter = createRunoffCounter({ file: voting.db.$client.name, writer: voting.writer });
  onTestFinished(() => counter.close());
  const counted: number[] = [];
  const failures: unknown[] = [];
  const ticks: (() => void)[] = [];
  let underWay: Promise<unknown> = Promise.resolve();
  const faults: Error[] = [];
  /** Milliseconds that each count takes. */
  const effort = { milliseconds: 0 };
  let elapsed = 0;
  const stop = startUpkeep({
    ...voting,
    counter: {
      count: (id) => {
        counted.push(id);
        const [fault] = faults.splice(0, 1);
        elapsed += effort.milliseconds;
        const count = fault === undefined ? counter.count(id) : Promise.reject(fault);
        underWay = count.catch(() => {});
        return count;
      },
    },
    onFailure: (error) => failures.push(error),
    stopwatch: () => elapsed,
    everySecond: (tick) => {
      ticks.push(tick);
      return () => {
        ticks.splice(ticks.indexOf(tick), 1);
      };
    },
  });
  return {
    ...voting,
    counted,
    failures,
    faults,
    effort,
    ticks,
    stop,
    /** Lets a second pass, and resolves when what it began is done. */
    second: async () => {
      for (const tick of ticks) tick();
      await underWay;
      await new Promise(setImmediate);
    },
  };
}

test('a survey under load is counted once a second, and not at all while nothing comes in', async () => {
  const { cast, counted, second, survey } = startSeconds();
  await second();
  expect(counted).toEqual([]);
  for (let seconds = 1; seconds <= 5; seconds += 1) {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => cast(['a', 'b'], { voter: `${seconds} ${index}` })),
    );
    await second();
    expect(counted).toHaveLength(seconds);
    expect(survey()).toMatchObject({ ballots: 40 * seconds, runoffBallots: 40 * seconds });
  }
  await second();
  await second();
  expect(counted).toHaveLength(5);
});

test('a survey rests for four times as long as its count took, unless voting is over', async () => {
  const { db, writer, cast, counted, effort, second, survey } = startSeconds();
  effort.milliseconds = 900;
  const counts: number[] = [];
  for (let seconds = 0; seconds < 9; seconds += 1) {
    await cast(['a'], { voter: `${seconds}` });
    await second();
    counts.push(counted.length);
  }
  expect(counts).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
  await closeSurvey(writer, db, { survey: 'vote', actor: 'cli' });
  await second();
  expect(survey()).toMatchObject({ ballots: 9, runoffBallots: 9, isRunoffComplete: true });
});

test('seconds that pass while a survey is counted begin no other count', async () => {
  const { cast, counted, second, ticks } = startSeconds();
  await cast(['a']);
  const counting = second();
  for (const tick of [...ticks, ...ticks, ...ticks]) tick();
  await counting;
  expect(counted).toEqual([1]);
});

test('a survey is counted again when it closes, by hand or by its times', async () => {
  const { db, writer, cast, clock, counted, second, survey } = startSeconds({
    resultsVisibility: 'AFTER_CLOSE',
  });
  await cast(['a'], { voter: 'ann' });
  await second();
  await closeSurvey(writer, db, { survey: 'vote', actor: 'cli' });
  expect(survey().isRunoffComplete).toBe(false);
  await second();
  expect(survey().isRunoffComplete).toBe(true);
  // By its times, too.
  addSurvey(db, { slug: 'timed', method: 'RANKED_CHOICE', maxChoices: 2, closesAt: clock.now + 1_000 }, [
    'a',
    'b',
  ]);
  await cast(['b'], { survey: 'timed' });
  clock.now += 2_000;
  await writer.write([]);
  await second();
  expect(survey('timed')).toMatchObject({ state: 'CLOSED', runoffBallots: 1, isRunoffComplete: true });
  expect(counted).toEqual([1, 1, 2]);
});

test('a count that fails is reported, and tried again in the next second', async () => {
  const { cast, counted, failures, faults, second, stop, survey, ticks } = startSeconds();
  await cast(['a']);
  const fault = new Error('The thread has ended.');
  faults.push(fault);
  await second();
  expect(failures).toEqual([fault]);
  expect(survey().runoffBallots).toBe(0);
  await second();
  expect(survey().runoffBallots).toBe(1);
  expect(counted).toEqual([1, 1]);
  stop();
  expect(ticks).toEqual([]);
});
