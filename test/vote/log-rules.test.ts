import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { idempotencyKey, resultRevision, voteBatch, voteEvent } from '../../src/db/tables/vote.ts';
import { cancelSurvey, closeSurvey, publishSurvey } from '../../src/survey/lifecycle-writes.ts';
import { voidImport } from '../../src/vote/import/void-import.ts';
import { randomId } from '../../src/vote/voter.ts';
import { importing } from './import/importing.ts';
import { addSurvey, noon, startVoting, type Voting } from './voting.ts';

// The rules of the database hold for every program that writes the log, so these tests write it directly.

/** Adds an event to the log. Returns how many events were added: 0 where a rule does not allow it. */
const added = (db: Database, event: Partial<typeof voteEvent.$inferInsert>): number =>
  db
    .insert(voteEvent)
    .values({
      id: randomId(),
      kind: 'CAST',
      surveyId: 1,
      voter: 'a voter',
      choices: '[1]',
      at: noon,
      channel: 'API',
      receipt: randomId(),
      ...event,
    })
    .run().changes;

const count = ({ survey, result }: Voting) => [survey().ballots, result()];

describe('a vote of an import', () => {
  const vote = (batchId: string) => ({ channel: 'IMPORT' as const, batchId });

  test('is counted while the import is not voided, and not afterwards', async () => {
    const voting = startVoting();
    const { batch = '' } = (await importing(voting, 'pick\nb\n')).report;
    expect(added(voting.db, { ...vote(batch), voter: 'early' })).toBe(1);
    await voidImport(voting.writer, voting.db, { batch, reason: 'wrong file', actor: 'cli' });
    expect(added(voting.db, { ...vote(batch), voter: 'late' })).toBe(0);
    expect(count(voting)).toEqual([0, { a: 0, b: 0, c: 0, d: 0 }]);
  });

  test('is not counted in another survey', async () => {
    const voting = startVoting();
    const other = addSurvey(voting.db, { slug: 'other' }, ['a', 'b']);
    const { batch = '' } = (await importing(voting, 'pick\nb\n')).report;
    expect(added(voting.db, { ...vote(batch), surveyId: other })).toBe(0);
    expect(voting.survey('other').ballots).toBe(0);
  });
});

test('a published result does not move because it was corrected once before', async () => {
  const voting = startVoting({ state: 'CLOSED' });
  const first = await importing(voting, 'pick\na\n');
  const { batch = '' } = (await importing(voting, 'pick\nb\n')).report;
  await publishSurvey(voting.writer, voting.db, { survey: 'vote', actor: 'cli' });
  const reason = 'a rehearsal';
  await voidImport(voting.writer, voting.db, { batch: first.report.batch ?? '', reason, actor: 'cli' });
  expect(voting.db.select().from(resultRevision).all()).toHaveLength(1);
  const corrected = count(voting);
  voting.db
    .update(voteBatch)
    .set({ voidedAt: noon + 1, voidReason: reason })
    .where(eq(voteBatch.id, batch))
    .run();
  const { voter, sequence } = voting.db
    .select()
    .from(voteEvent)
    .where(eq(voteEvent.batchId, batch))
    .get() ?? {
    voter: '',
    sequence: 0,
  };
  const withdrawal = { kind: 'VOID' as const, choices: null, receipt: null, replaces: sequence };
  const event = { ...withdrawal, voter, channel: 'IMPORT' as const, batchId: batch, at: noon + 1 };
  expect(added(voting.db, event)).toBe(0);
  expect(count(voting)).toEqual(corrected);
});

describe('a ballot', () => {
  test.each([
    ['SINGLE_CHOICE', 1, '[1]', 1],
    ['SINGLE_CHOICE', 1, '[1,2]', 0],
    ['APPROVAL', 3, '[1,2]', 1],
    ['APPROVAL', 3, '[1,1]', 0],
    ['APPROVAL', 3, '[1,2,1]', 0],
    ['APPROVAL', 3, '[]', 0],
    ['APPROVAL', 3, '[5]', 0],
    ['APPROVAL', 3, '[1,2,3,4]', 0],
    ['RANKED_CHOICE', 3, '[2,1]', 1],
    ['RANKED_CHOICE', 3, '[2,1,2]', 0],
    ['RANKED_CHOICE', 3, '[2,null,1]', 0],
  ] as const)(
    'of %s with at most %i choices: %s is counted %i times',
    (method, maxChoices, choices, times) => {
      const voting = startVoting({ method, maxChoices });
      expect(added(voting.db, { choices })).toBe(times);
      expect(voting.survey().ballots).toBe(times);
    },
  );
});

test.each([
  ['closes', closeSurvey],
  ['is cancelled', cancelSurvey],
])('idempotency keys are deleted when the survey %s, and those of other surveys stay', async (_name, end) => {
  const voting = startVoting();
  const other = addSurvey(voting.db, { slug: 'other' }, ['a', 'b']);
  await voting.cast(['a'], { idempotencyKey: 'once' });
  await voting.cast(['a'], { survey: 'other', idempotencyKey: 'once' });
  expect(voting.db.select().from(idempotencyKey).all()).toHaveLength(2);
  await end(voting.writer, voting.db, { survey: 'vote', actor: 'cli' });
  expect(voting.db.select().from(idempotencyKey).all()).toMatchObject([{ surveyId: other }]);
});
