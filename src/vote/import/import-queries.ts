import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { statement } from '../../db/rows/statement.ts';
import { correction, type VoteBatchRow, type VoteRow, vote, voteBatch } from '../../db/tables/vote.ts';

const batchById = statement(
  (db) =>
    db
      .select()
      .from(voteBatch)
      .where(eq(voteBatch.id, sql.placeholder('id')))
      .prepare(),
  { votes: ({ surveyId }) => surveyId },
);

export const voteBatchById = (db: Database, id: string): VoteBatchRow | undefined =>
  batchById(db).get({ id });

const batchOfFile = statement(
  (db) =>
    db
      .select()
      .from(voteBatch)
      .where(
        and(
          eq(voteBatch.surveyId, sql.placeholder('surveyId')),
          eq(voteBatch.fileDigest, sql.placeholder('fileDigest')),
          sql`${voteBatch.voidedAt} is null`,
        ),
      )
      .prepare(),
  { votes: ({ surveyId }) => surveyId },
);

/** The import of this very file that was not voided, finished or not. */
export const voteBatchOfFile = (
  db: Database,
  surveyId: number,
  fileDigest: string,
): VoteBatchRow | undefined => batchOfFile(db).get({ surveyId, fileDigest });

const ofVoters = statement(
  (db) =>
    db
      .select({ vote })
      .from(sql`json_each(${sql.placeholder('voters')}) as asked`)
      .innerJoin(vote, sql`${vote.surveyId} = ${sql.placeholder('surveyId')} and ${vote.voter} = asked.value`)
      .prepare(),
  { votes: ({ vote }) => vote.surveyId },
);

/** The votes of these voters (`voterHash`) in a survey. */
export const votesOfVoters = (db: Database, surveyId: number, voters: readonly string[]): VoteRow[] =>
  ofVoters(db)
    .all({ surveyId, voters: JSON.stringify(voters) })
    .map((row) => row.vote);

const corrections = statement(
  (db) =>
    db
      .select()
      .from(correction)
      .where(eq(correction.surveyId, sql.placeholder('surveyId')))
      .prepare(),
  { votes: ({ surveyId }) => surveyId },
);

/** What is pending while imports of the survey are voided or replaced; else undefined. */
export const correctionOfSurvey = (db: Database, surveyId: number) => corrections(db).get({ surveyId });
