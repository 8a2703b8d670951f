import { sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { list, statement } from '../db/rows/statement.ts';
import { type ResultRevisionRow, resultRevision as table } from '../db/tables/vote.ts';
import { narrativesBySlugs } from '../narrative/queries.ts';
import { type PublishedFigures, type ResultRevision, resultRevision } from './revision.ts';

const revisions = statement(
  (db) =>
    db
      .select({ row: table })
      .from(sql`json_each(${sql.placeholder('surveyIds')}) as asked`)
      .crossJoin(table)
      .where(
        sql`${table.surveyId} = asked.value and ${table.revision} in (
        select revision from result_revision where survey_id = asked.value
        order by revision desc limit ${sql.placeholder('limit')})`,
      )
      .orderBy(sql`asked.key`, sql`${table.revision} desc`)
      .prepare(),
  { votes: 'surveyIds' },
);

/** Of each survey the latest `limit` sets of figures that a correction has replaced, the latest first. */
export function revisionsBySurveyIds(
  db: Database,
  ids: readonly number[],
  limit: number,
): Map<number, ResultRevision[]> {
  const rows = revisions(db)
    .all({ surveyIds: list(ids), limit })
    .map(({ row }) => ({ row, figures: figuresOf(row) }));
  const slugs = new Set(rows.flatMap(({ figures }) => figures.results.map(({ narrative }) => narrative)));
  const narratives = narrativesBySlugs(db, [...slugs]);
  const bySurvey = Map.groupBy(rows, ({ row }) => row.surveyId);
  return new Map(
    [...bySurvey].map(([id, entries]) => [
      id,
      entries.map(({ row, figures }) => resultRevision(row, figures, narratives)),
    ]),
  );
}

// `revisionWrites` has written them.
const figuresOf = ({ figures }: ResultRevisionRow): PublishedFigures => JSON.parse(figures);
