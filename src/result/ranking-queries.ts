import type { Database } from '../db/client.ts';
import { isIn, list, statement } from '../db/statement.ts';
import { rankingCount } from '../db/tables/vote.ts';
import type { RankingCount } from './ranking.ts';

const counts = statement((db) =>
  db.select().from(rankingCount).where(isIn(rankingCount.surveyId, 'ids')).prepare(),
);

/** The distinct rankings of RANKED_CHOICE surveys with the number of ballots that hold each, by the survey's id. */
export function rankingCountsBySurveyIds(
  db: Database,
  ids: readonly number[],
): Map<number, readonly RankingCount[]> {
  const bySurvey = Map.groupBy(counts(db).all({ ids: list(ids) }), ({ surveyId }) => surveyId);
  return new Map(
    [...bySurvey].map(([id, rows]) => [
      id,
      // Written by a trigger as an array of ids.
      rows.map(({ ranking, count }) => ({ ranking: JSON.parse(ranking) as number[], count })),
    ]),
  );
}
