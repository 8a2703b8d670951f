import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { countRunoff } from '../../src/result/count-queries.ts';
import { type InstantRunoffResult, instantRunoff } from '../../src/result/instant-runoff.ts';
import { outcome } from '../../src/result/outcome.ts';
import { parseStoredRanking } from '../../src/result/ranking.ts';
import { createRunoffCounter, type RunoffCounter } from '../../src/result/runoff-counter.ts';
import { runoffWrites } from '../../src/result/runoff-writes.ts';
import { settleRunoff } from '../../src/result/settle-runoff.ts';
import { parseStoredRunoff, type StoredRunoffResult } from '../../src/result/stored-runoff.ts';
import { resultsOfSurveys } from '../../src/result/survey-results.ts';
import { closeSurvey, publishSurvey } from '../../src/survey/lifecycle-writes.ts';
import { codeOf, startVoting, type Voting } from '../vote/voting.ts';
import { distinctRankings } from './distinct-rankings.ts';

const ranked = { method: 'RANKED_CHOICE', maxChoices: 4 } as const;
const options = [1, 2, 3, 4];

interface Counting extends Voting {
  counter: RunoffCounter;
  /** The threads that were started to count. */
  threads: Worker[];
}

function startCounting(changes: Parameters<typeof startVoting>[0] = {}): Counting {
  const voting = startVoting({ ...ranked, ...changes });
  const threads: Worker[] = [];
  const counter = createRunoffCounter({
    file: voting.db.$client.name,
    writer: voting.writer,
    startThread: (file) => {
      const thread = new Worker(new URL('../../src/result/runoff-thread.ts', import.meta.url), {
        workerData: file,
      });
      threads.push(thread);
      return thread;
    },
  });
  onTestFinished(() => counter.close());
  return { ...voting, counter, threads };
}

/** The last count as it is stored. */
function storedCount({ db }: Voting): StoredRunoffResult | undefined {
  const stored = db.$client.prepare<[], string>('select result from runoff').pluck().get();
  return stored === undefined ? undefined : parseStoredRunoff(stored);
}

/** A count of all ballots, as they are stored. */
const countOfBallots = ({ db }: Voting): InstantRunoffResult => {
  const ballots = db.$client.prepare<[], string>('select choices from vote').pluck().all();
  return instantRunoff(distinctRankings(ballots.map(parseStoredRanking)), options, {
    batchElimination: true,
  });
};

/** The public result; null while it is hidden. */
function visibleResult({ db, survey }: Voting) {
  const row = survey();
  const results = resultsOfSurveys(db, [row]).get(row.id);
  if (results === undefined) return null;
  const { denominator, isFinal, asOf } = outcome(row, results);
  return {
    votes: Object.fromEntries(results.map((one) => [one.narrative.slug, one.votes])),
    denominator,
    isFinal,
    asOf,
  };
}

test('whatever is cast and withdrawn while it counts, the last count is that of all ballots', async () => {
  const counting = startCounting();
  const { db, cast, withdraw, counter } = counting;
  const voter = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  const action = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ voter, choices: fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1 }) }),
    },
    { weight: 1, arbitrary: fc.record({ voter, choices: fc.constant(null) }) },
    { weight: 1, arbitrary: fc.constant('count' as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 30 }), async (actions) => {
      await Promise.all(
        actions.map((one) => {
          if (one === 'count') return counter.count(1);
          return one.choices === null
            ? withdraw({ voter: one.voter })
            : cast(one.choices, { voter: one.voter });
        }),
      );
      await settleRunoff(db, counter, 'vote');
      expect(storedCount(counting)).toEqual(countOfBallots(counting));
    }),
    { numRuns: 30 },
  );
});

test('a count of earlier votes takes no place of a later one, however late it is written', async () => {
  const counting = startCounting();
  const { db, writer, cast, survey, settle } = counting;
  await cast(['a'], { voter: 'ann' });
  const earlier = countRunoff(db.$client, survey().id);
  if (earlier === undefined) throw new Error('There is no survey.');
  await cast(['b'], { voter: 'bob' });
  await settle();
  const later = storedCount(counting);
  expect(later?.ballots).toBe(2);
  await writer.write(runoffWrites(earlier));
  expect(storedCount(counting)).toEqual(later);
  expect(survey()).toMatchObject({ runoffBallots: 2, runoffVersion: 2 });
});

test('a thread that dies while it counts, or between counts, is replaced by the next count', async () => {
  const counting = startCounting();
  const { cast, counter, threads } = counting;
  await cast(['a', 'b']);
  const cut = counter.count(1);
  // The count waits for a turn before it starts the thread.
  await new Promise(setImmediate);
  await threads[0]?.terminate();
  await expect(cut).rejects.toThrow('has ended');
  expect(storedCount(counting)).toBeUndefined();
  await counter.count(1);
  expect(storedCount(counting)).toEqual(countOfBallots(counting));
  await threads[1]?.terminate();
  await cast(['c'], { voter: 'bob' });
  await counter.count(1);
  expect(storedCount(counting)).toEqual(countOfBallots(counting));
  expect(threads).toHaveLength(3);
});

test('results, outcome and the number of votes come from one count, while votes go on', async () => {
  const counting = startCounting();
  const { clock, cast, settle, survey } = counting;
  const first = clock.now;
  await cast(['a', 'b'], { voter: 'ann' });
  await settle();
  clock.now += 60_000;
  await cast(['b'], { voter: 'bob' });
  await cast(['b', 'a'], { voter: 'ann' });
  const before = { votes: { a: 1, b: 0, c: 0, d: 0 }, denominator: 1, isFinal: false, asOf: first };
  expect(visibleResult(counting)).toEqual(before);
  expect(survey()).toMatchObject({ ballots: 2, runoffBallots: 1 });
  await settle();
  expect(visibleResult(counting)).toEqual({
    votes: { a: 0, b: 2, c: 0, d: 0 },
    denominator: 2,
    isFinal: false,
    asOf: first + 60_000,
  });
});

test('a hidden result stays hidden after the close until its last votes are counted, and then stays visible', async () => {
  const counting = startCounting({ resultsVisibility: 'AFTER_CLOSE' });
  const { db, writer, cast, settle, survey } = counting;
  await cast(['a'], { voter: 'ann' });
  await settle();
  await cast(['b', 'a'], { voter: 'bob' });
  expect(visibleResult(counting)).toBeNull();
  await closeSurvey(writer, db, { survey: 'vote', actor: 'cli' });
  expect(survey().state).toBe('CLOSED');
  expect(visibleResult(counting)).toBeNull();
  await settle();
  expect(visibleResult(counting)?.denominator).toBe(2);
  // A vote that is imported after the close. The result stays visible until it is counted.
  db.$client.exec(`
    insert into vote_batch (id, survey_id, file_digest, options, run, started_at, rows, votes, blank, faulty, filtered, replaced)
      values ('late', 1, '', '', '', 1, 0, 0, 0, 0, 0, 0);
    insert into vote_event (id, kind, survey_id, voter, choices, at, channel, receipt, batch_id)
      values ('a late vote of an import', 'CAST', 1, 'cid', '[3]', 9, 'IMPORT', 'r', 'late');`);
  expect(visibleResult(counting)).toMatchObject({ denominator: 2, isFinal: false });
  await settle();
  expect(visibleResult(counting)).toMatchObject({ denominator: 3, isFinal: false });
});

test('a result is published, and final, when it counts every vote', async () => {
  const counting = startCounting();
  const { db, writer, cast, settle, survey } = counting;
  await cast(['a'], { voter: 'ann' });
  await settle();
  await cast(['b'], { voter: 'bob' });
  const input = { survey: 'vote', actor: 'cli' };
  await closeSurvey(writer, db, input);
  const refused = await publishSurvey(writer, db, input);
  expect(refused).toMatchObject({
    code: 'SURVEY_STATE',
    message: expect.stringContaining('still being counted'),
  });
  expect(survey().state).toBe('CLOSED');
  expect(visibleResult(counting)).toMatchObject({ denominator: 1, isFinal: false });
  await settle();
  expect(codeOf(await publishSurvey(writer, db, input))).toBe('accepted');
  expect(visibleResult(counting)).toMatchObject({ denominator: 2, isFinal: true });
});

test('a survey without votes needs no count', async () => {
  const counting = startCounting({ resultsVisibility: 'AFTER_CLOSE' });
  const { db, writer } = counting;
  await closeSurvey(writer, db, { survey: 'vote', actor: 'cli' });
  expect(visibleResult(counting)).toEqual({
    votes: { a: 0, b: 0, c: 0, d: 0 },
    denominator: 0,
    isFinal: false,
    asOf: null,
  });
  expect(codeOf(await publishSurvey(writer, db, { survey: 'vote', actor: 'cli' }))).toBe('accepted');
});
