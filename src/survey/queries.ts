import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../db/client.ts';
import { isIn, list, statement } from '../db/rows/statement.ts';
import { type SeriesRow, type SurveyRow, series, survey } from '../db/tables/survey.ts';

/** Drafts are for those who may see them, in every statement that leaves this room. */
export const isVisible = (table: Pick<typeof survey, 'state'> = survey): SQL =>
  sql`(${table.state} <> 'DRAFT' or ${sql.placeholder('seesDrafts')})`;

const bySlugs = statement(
  (db) =>
    db
      .select()
      .from(survey)
      .where(and(isIn(survey.slug, 'slugs'), isVisible()))
      .prepare(),
  { figures: ({ id }) => id },
);

export const surveysBySlugs = (
  db: Database,
  slugs: readonly string[],
  seesDrafts: boolean,
): Map<string, SurveyRow> =>
  new Map(
    bySlugs(db)
      .all({ slugs: list(slugs), seesDrafts: Number(seesDrafts) })
      .map((row) => [row.slug, row]),
  );

const bySlug = statement(
  (db) =>
    db
      .select()
      .from(survey)
      .where(and(eq(survey.slug, sql.placeholder('slug')), isVisible()))
      .prepare(),
  { figures: ({ id }) => id },
);

export const surveyBySlug = (db: Database, slug: string, seesDrafts: boolean): SurveyRow | undefined =>
  bySlug(db).get({ slug, seesDrafts: Number(seesDrafts) });

const byIds = statement(
  (db) =>
    db
      .select()
      .from(survey)
      .where(and(isIn(survey.id, 'ids'), isVisible()))
      .prepare(),
  { figures: ({ id }) => id },
);

export const surveysByIds = (
  db: Database,
  ids: readonly number[],
  seesDrafts: boolean,
): Map<number, SurveyRow> =>
  new Map(
    byIds(db)
      .all({ ids: list(ids), seesDrafts: Number(seesDrafts) })
      .map((row) => [row.id, row]),
  );

const seriesWithSlug = statement((db) =>
  db
    .select()
    .from(series)
    .where(eq(series.slug, sql.placeholder('slug')))
    .prepare(),
);

export const seriesBySlug = (db: Database, slug: string): SeriesRow | undefined =>
  seriesWithSlug(db).get({ slug });

const seriesWithIds = statement((db) => db.select().from(series).where(isIn(series.id, 'ids')).prepare());

export const seriesByIds = (db: Database, ids: readonly number[]): Map<number, SeriesRow> =>
  new Map(
    seriesWithIds(db)
      .all({ ids: list(ids) })
      .map((row) => [row.id, row]),
  );

const everySeries = statement((db) =>
  db.select().from(series).orderBy(sql`${series.title} collate nocase`, asc(series.id)).limit(100).prepare(),
);

/** By title, at most 100. */
export const allSeries = (db: Database): SeriesRow[] => everySeries(db).all();

const previous = alias(survey, 'previous');

const previousEditions = statement(
  (db) =>
    db
      .select({ surveyId: survey.id, previous })
      .from(survey)
      .innerJoin(
        previous,
        eq(
          previous.id,
          sql`(select id from survey as earlier
             where earlier.series_id = ${survey.seriesId} and earlier.edition < ${survey.edition}
               and earlier.state <> 'CANCELLED' and (earlier.state <> 'DRAFT' or ${sql.placeholder('seesDrafts')})
             order by earlier.edition desc limit 1)`,
        ),
      )
      .where(isIn(survey.id, 'ids'))
      .prepare(),
  { figures: ({ previous }) => previous.id },
);

/** The edition before each survey in its series that was not called off, by the survey's id. */
export const previousEditionsBySurveyIds = (
  db: Database,
  ids: readonly number[],
  seesDrafts: boolean,
): Map<number, SurveyRow> =>
  new Map(
    previousEditions(db)
      .all({ ids: list(ids), seesDrafts: Number(seesDrafts) })
      .map((row) => [row.surveyId, row.previous]),
  );
