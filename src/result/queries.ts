import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import {
  type Keyset,
  keysetOrder,
  keysetParameters,
  keysetShape,
  keysetWhere,
  type Page,
} from '../db/keyset.ts';
import { isIn, list, statement, statements } from '../db/statement.ts';
import { type SurveyRow, survey, surveyOption } from '../db/tables/survey.ts';
import { isVisible } from '../survey/queries.ts';

/** `isResultVisible` in SQL. */
export const isResultVisible = sql`(${survey.resultsVisibility} = 'LIVE' or ${survey.state} in ('CLOSED', 'PUBLISHED'))`;

const newestFirst: Keyset = { by: survey.datedAt, id: survey.id, isDescending: true };

const pagesOfNarratives = statements((db, shape) => {
  const ranked = db
    .select({
      ...getTableColumns(survey),
      narrativeId: surveyOption.narrativeId,
      place:
        sql<number>`row_number() over (partition by ${surveyOption.narrativeId} order by ${keysetOrder(newestFirst, shape)})`.as(
          'place',
        ),
    })
    .from(surveyOption)
    .innerJoin(survey, eq(survey.id, surveyOption.surveyId))
    .where(
      and(
        isIn(surveyOption.narrativeId, 'ids'),
        isVisible(),
        isResultVisible,
        keysetWhere(newestFirst, shape),
      ),
    )
    .as('ranked');
  return db
    .select()
    .from(ranked)
    .where(sql`${ranked.place} <= ${sql.placeholder('limit')}`)
    .orderBy(ranked.narrativeId, sql`${ranked.place}`)
    .prepare();
});

/** For each narrative one page of the surveys in which it has a visible result, newest first, with one more if the list goes on. */
export const surveyPagesByNarrativeIds = (
  db: Database,
  ids: readonly number[],
  page: Page,
  seesDrafts: boolean,
): Map<number, SurveyRow[]> =>
  Map.groupBy(
    pagesOfNarratives(db, keysetShape(page)).all({
      ...keysetParameters(page),
      ids: list(ids),
      seesDrafts: Number(seesDrafts),
    }),
    ({ narrativeId }) => narrativeId,
  );

const countsOfNarratives = statement((db) =>
  db
    .select({ narrativeId: surveyOption.narrativeId, count: sql<number>`count(*)` })
    .from(surveyOption)
    .innerJoin(survey, eq(survey.id, surveyOption.surveyId))
    .where(and(isIn(surveyOption.narrativeId, 'ids'), isVisible(), isResultVisible))
    .groupBy(surveyOption.narrativeId)
    .prepare(),
);

export const surveyCountsByNarrativeIds = (
  db: Database,
  ids: readonly number[],
  seesDrafts: boolean,
): Map<number, number> =>
  new Map(
    countsOfNarratives(db)
      .all({ ids: list(ids), seesDrafts: Number(seesDrafts) })
      .map(({ narrativeId, count }) => [narrativeId, count]),
  );
