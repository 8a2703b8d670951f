import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
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
import { type SeriesRow, type SurveyRow, series, survey, surveyStates } from '../db/tables/survey.ts';

/** Drafts are for those who may see them, in every statement that leaves this room. */
export const isVisible = (table: Pick<typeof survey, 'state'> = survey): SQL =>
  sql`(${table.state} <> 'DRAFT' or ${sql.placeholder('seesDrafts')})`;

const bySlugs = statement((db) =>
  db
    .select()
    .from(survey)
    .where(and(isIn(survey.slug, 'slugs'), isVisible()))
    .prepare(),
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

const bySlug = statement((db) =>
  db
    .select()
    .from(survey)
    .where(and(eq(survey.slug, sql.placeholder('slug')), isVisible()))
    .prepare(),
);

export const surveyBySlug = (db: Database, slug: string, seesDrafts: boolean): SurveyRow | undefined =>
  bySlug(db).get({ slug, seesDrafts: Number(seesDrafts) });

const byIds = statement((db) =>
  db
    .select()
    .from(survey)
    .where(and(isIn(survey.id, 'ids'), isVisible()))
    .prepare(),
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
  db.select().from(series).orderBy(sql`${series.title} collate nocase`, asc(series.id)).prepare(),
);

export const allSeries = (db: Database): SeriesRow[] => everySeries(db).all();

const previous = alias(survey, 'previous');

const previousEditions = statement((db) =>
  db
    .select({ surveyId: survey.id, previous })
    .from(survey)
    .innerJoin(
      previous,
      eq(
        previous.id,
        sql`(select id from survey as earlier
             where earlier.series_id = ${survey.seriesId} and earlier.edition < ${survey.edition}
               and (earlier.state <> 'DRAFT' or ${sql.placeholder('seesDrafts')})
             order by earlier.edition desc limit 1)`,
      ),
    )
    .where(isIn(survey.id, 'ids'))
    .prepare(),
);

/** The edition before each survey in its series, by the survey's id. */
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

export interface SurveyListOrder {
  field: 'TITLE' | 'DATE' | 'STATUS';
  isDescending: boolean;
}

export interface SurveyListFilter {
  status?: readonly SurveyRow['state'][] | null | undefined;
  /** A series' slug. */
  series?: string | null | undefined;
  edition?: number | null | undefined;
  isSample?: boolean | null | undefined;
  seesDrafts: boolean;
}

const filterNames = ['status', 'series', 'edition', 'isSample'] as const;

const conditions = {
  status: isIn(survey.state, 'status'),
  series: sql`${survey.seriesId} = (select id from series where slug = ${sql.placeholder('series')})`,
  edition: eq(survey.edition, sql.placeholder('edition')),
  isSample: sql`${survey.isSample} = ${sql.placeholder('isSample')}`,
};

const filterShape = (filter: SurveyListFilter): string =>
  filterNames.filter((name) => filter[name] != null).join(' ');

const filterWhere = (shape: string): SQL[] => [
  isVisible(),
  ...filterNames.filter((name) => shape.includes(name)).map((name) => conditions[name]),
];

const filterParameters = ({ status, series, edition, isSample, seesDrafts }: SurveyListFilter) => ({
  status: list(status ?? []),
  series,
  edition,
  isSample: Number(isSample),
  seesDrafts: Number(seesDrafts),
});

const states = sql.raw(surveyStates.map((state, place) => `when '${state}' then ${place}`).join(' '));

const orders = {
  TITLE: sql`${survey.title} collate nocase`,
  DATE: survey.datedAt,
  STATUS: sql`case ${survey.state} ${states} end`,
};

const keyset = (shape: string): Keyset => {
  const [field, direction] = shape.split(' ');
  const by = orders[field as SurveyListOrder['field']]; // The shape was made from such a field.
  return { by, id: survey.id, isDescending: direction === 'DESC' };
};

const pages = statements((db, shape) =>
  db
    .select()
    .from(survey)
    .where(and(...filterWhere(shape), keysetWhere(keyset(shape), shape)))
    .orderBy(keysetOrder(keyset(shape), shape))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** The rows of one page, with one more if the list goes on. */
export const surveyPage = (
  db: Database,
  page: Page,
  filter: SurveyListFilter,
  order: SurveyListOrder,
): SurveyRow[] =>
  pages(
    db,
    `${order.field} ${order.isDescending ? 'DESC' : 'ASC'} ${keysetShape(page)} ${filterShape(filter)}`,
  ).all({ ...keysetParameters(page), ...filterParameters(filter) });

const counts = statements((db, shape) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(survey)
    .where(and(...filterWhere(shape)))
    .prepare(),
);

export const surveyCount = (db: Database, filter: SurveyListFilter): number =>
  counts(db, filterShape(filter)).get(filterParameters(filter))?.count ?? 0;
