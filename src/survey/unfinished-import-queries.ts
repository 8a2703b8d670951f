import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { statement } from '../db/rows/statement.ts';
import { type VoteBatchRow, voteBatch } from '../db/tables/vote.ts';

/** The condition of the index `vote_batch_unfinished`, word for word. */
export const isUnfinishedImport = 'iif(voided_at is null, finished_at, void_finished_at) is null';

const unfinished = statement(
  (db) =>
    db
      .select()
      .from(voteBatch)
      .where(and(eq(voteBatch.surveyId, sql.placeholder('surveyId')), sql.raw(isUnfinishedImport)))
      .prepare(),
  { votes: ({ surveyId }) => surveyId },
);

/** The imports of a survey that are not written, or not voided, to their end. */
export const unfinishedImportsOfSurvey = (db: Database, surveyId: number): VoteBatchRow[] =>
  unfinished(db).all({ surveyId });
