import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { isIn, list, statement } from '../db/rows/statement.ts';
import { narrative } from '../db/tables/narrative.ts';
import { type SurveyOptionRow, surveyOption } from '../db/tables/survey.ts';
import { narrativeColumns } from '../narrative/queries.ts';
import type { Option } from './option.ts';

// The cross joins keep `survey_option` outside: a survey has at most 64 options, and there may be any
// number of narratives.
const isOptionOfSurveys = and(isIn(surveyOption.surveyId, 'ids'), eq(narrative.id, surveyOption.narrativeId));

const options = statement((db) =>
  db
    .select({ surveyId: surveyOption.surveyId, narrative: narrativeColumns })
    .from(surveyOption)
    .crossJoin(narrative)
    .where(isOptionOfSurveys)
    .orderBy(surveyOption.surveyId, surveyOption.position)
    .prepare(),
);

/** The options of each survey in editorial order. */
export const optionsBySurveyIds = (db: Database, ids: readonly number[]): Map<number, Option[]> =>
  Map.groupBy(options(db).all({ ids: list(ids) }), ({ surveyId }) => surveyId);

/** An option with what it received. */
export interface OptionTally
  extends Option,
    Pick<SurveyOptionRow, 'surveyId' | 'narrativeId' | 'votes' | 'imported' | 'reportedShare'> {}

const tallies = statement(
  (db) =>
    db
      .select({
        surveyId: surveyOption.surveyId,
        narrativeId: surveyOption.narrativeId,
        votes: surveyOption.votes,
        imported: surveyOption.imported,
        reportedShare: surveyOption.reportedShare,
        narrative: narrativeColumns,
      })
      .from(surveyOption)
      .crossJoin(narrative)
      .where(isOptionOfSurveys)
      .orderBy(sql`${narrative.name} collate nocase`, narrative.id)
      .prepare(),
  { figures: ({ surveyId }) => surveyId },
);

/** The options of each survey by name, with what each received. */
export const optionTalliesBySurveyIds = (db: Database, ids: readonly number[]): Map<number, OptionTally[]> =>
  Map.groupBy(tallies(db).all({ ids: list(ids) }), ({ surveyId }) => surveyId);
