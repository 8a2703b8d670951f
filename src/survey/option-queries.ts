import { eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { isIn, list, statement } from '../db/statement.ts';
import { type NarrativeRow, narrative } from '../db/tables/narrative.ts';
import { type SurveyOptionRow, surveyOption } from '../db/tables/survey.ts';
import { narrativeColumns } from '../narrative/queries.ts';

/** An option with what it received. */
export interface OptionFigures
  extends Pick<SurveyOptionRow, 'surveyId' | 'narrativeId' | 'votes' | 'reportedShare'> {
  narrative: NarrativeRow;
}

const figures = statement((db) =>
  db
    .select({
      surveyId: surveyOption.surveyId,
      narrativeId: surveyOption.narrativeId,
      votes: surveyOption.votes,
      reportedShare: surveyOption.reportedShare,
      narrative: narrativeColumns,
    })
    .from(surveyOption)
    .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
    .where(isIn(surveyOption.surveyId, 'ids'))
    .orderBy(sql`${narrative.name} collate nocase`, narrative.id)
    .prepare(),
);

/** The options of each survey by name. */
export const optionsBySurveyIds = (db: Database, ids: readonly number[]): Map<number, OptionFigures[]> =>
  Map.groupBy(figures(db).all({ ids: list(ids) }), ({ surveyId }) => surveyId);

const narratives = statement((db) =>
  db
    .select({ surveyId: surveyOption.surveyId, narrative: narrativeColumns })
    .from(surveyOption)
    .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
    .where(isIn(surveyOption.surveyId, 'ids'))
    .orderBy(surveyOption.surveyId, surveyOption.position)
    .prepare(),
);

/** The narratives that each survey offers, in editorial order. */
export function narrativesBySurveyIds(db: Database, ids: readonly number[]): Map<number, NarrativeRow[]> {
  const options = Map.groupBy(narratives(db).all({ ids: list(ids) }), ({ surveyId }) => surveyId);
  return new Map([...options].map(([id, rows]) => [id, rows.map((row) => row.narrative)]));
}
