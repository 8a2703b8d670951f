import { sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { isIn, list, statement } from '../db/rows/statement.ts';
import { survey } from '../db/tables/survey.ts';
import { runoff } from '../db/tables/vote.ts';

const stored = statement((db) => db.select().from(runoff).where(isIn(runoff.surveyId, 'ids')).prepare(), {
  figures: ({ surveyId }) => surveyId,
});

/** The last count of each survey as JSON (`storedRunoff`), by the survey's id. */
export const storedRunoffsBySurveyIds = (
  db: Database,
  ids: readonly number[],
): Map<number, { version: number; result: string }> =>
  new Map(
    stored(db)
      .all({ ids: list(ids) })
      .map((row) => [row.surveyId, row]),
  );

const uncounted = statement(
  (db) =>
    db
      .select({ id: survey.id, state: survey.state })
      .from(survey)
      // The condition of the index `survey_uncounted`, word for word.
      .where(
        sql`method = 'RANKED_CHOICE' and result_source = 'TALLIED' and is_correcting = 0 and (tally_version > runoff_version or (state in ('CLOSED', 'PUBLISHED') and runoff_complete = 0))`,
      )
      .limit(100)
      .prepare(),
  { figures: 'every' },
);

/** At most 100 RANKED_CHOICE surveys whose votes, or whose close, came after their last count. */
export const uncountedSurveys = (db: Database) => uncounted(db).all();
