import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { keysetOrder, keysetParameters, keysetShape, type Page } from '../db/keyset.ts';
import { facetOf, idsUnder } from '../db/listing.ts';
import { list, statement, statements } from '../db/rows/statement.ts';
import { listCount } from '../db/tables/list.ts';
import { type SurveyRow, survey } from '../db/tables/survey.ts';

/** The surveys in which a narrative has a visible result; `draft.value` is 1 for those that are drafts. */
const facet = facetOf('results', sql`narrative.value`, sql`draft.value`);

const narrativeAndDraft = sql`json_each(${sql.placeholder('ids')}) as narrative
  cross join json_each(${sql.placeholder('drafts')}) as draft`;

const draftsFor = (seesDrafts: boolean): string => list(seesDrafts ? [0, 1] : [0]);

// The cross joins make the narratives the outer loop.
const pagesOfNarratives = statements(
  (db, shape) =>
    db
      .select({ ...getTableColumns(survey), narrativeId: sql<number>`narrative.value`.as('narrative_id') })
      .from(narrativeAndDraft)
      .crossJoin(survey)
      .where(sql`${survey.id} in ${idsUnder(facet, { field: 'DATE', isDescending: true }, shape)}`)
      .orderBy(
        sql`narrative.value`,
        keysetOrder({ by: survey.datedAt, id: survey.id, isDescending: true }, shape),
      )
      .prepare(),
  { figures: ({ id }) => id },
);

/**
 * One page of the surveys in which each narrative has a visible result, newest first, plus one if there are
 * more.
 */
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
      drafts: draftsFor(seesDrafts),
    }),
    ({ narrativeId }) => narrativeId,
  );

const countsOfNarratives = statement((db) =>
  db
    .select({ narrativeId: sql<number>`narrative.value`, count: sql<number>`sum(${listCount.entries})` })
    .from(narrativeAndDraft)
    .crossJoin(listCount)
    .where(eq(listCount.facet, facet))
    .groupBy(sql`narrative.value`)
    .prepare(),
);

export const surveyCountsByNarrativeIds = (
  db: Database,
  ids: readonly number[],
  seesDrafts: boolean,
): Map<number, number> =>
  new Map(
    countsOfNarratives(db)
      .all({ ids: list(ids), drafts: draftsFor(seesDrafts) })
      .map(({ narrativeId, count }) => [narrativeId, count]),
  );
