import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import {
  type Key,
  type Keyset,
  keysetOrder,
  keysetParameters,
  keysetShape,
  type Page,
} from '../db/keyset.ts';
import { any, type EntryOrder, entriesUnder, facetOf, idOfSlug, idsUnder } from '../db/listing.ts';
import { statements } from '../db/rows/statement.ts';
import { listCount, listEntry } from '../db/tables/list.ts';
import { type SurveyRow, survey, surveyStates } from '../db/tables/survey.ts';

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

const facet = (state: SQL, shape: string): SQL =>
  facetOf(
    'surveys',
    state,
    shape.includes('series') ? idOfSlug('series', 'series') : any,
    // better-sqlite3 binds numbers as reals, and json_array(2024.0) is not json_array(2024).
    shape.includes('edition') ? sql`cast(${sql.placeholder('edition')} as integer)` : any,
    shape.includes('isSample') ? sql`cast(${sql.placeholder('isSample')} as integer)` : any,
  );

/** The facet of one `Part`. */
const partFacet = (shape: string): SQL => facet(sql`part.value ->> 0`, shape);

const filterShape = (filter: SurveyListFilter): string =>
  (['series', 'edition', 'isSample'] as const).filter((name) => filter[name] != null).join(' ');

const filterParameters = ({ series, edition, isSample }: SurveyListFilter) => ({
  series,
  edition,
  isSample: Number(isSample),
});

/** A state, or null for all except DRAFT; for the order STATUS also the exclusive bounds of the ids in it. */
type Part = readonly [state: SurveyRow['state'] | null, above?: number, below?: number];

const statesOf = ({ status, seesDrafts }: SurveyListFilter): SurveyRow['state'][] =>
  surveyStates.filter(
    (state) => (seesDrafts || state !== 'DRAFT') && (status == null || status.includes(state)),
  );

function partsOf(filter: SurveyListFilter): Part[] {
  if (filter.status != null) return statesOf(filter).map((state) => [state]);
  return filter.seesDrafts ? [[null], ['DRAFT']] : [[null]];
}

/** Within a state the order STATUS is by id: a cursor excludes the states before it, and cuts its own. */
function partsByStatus(filter: SurveyListFilter, { after, before }: Page, isDescending: boolean): Part[] {
  const [lower, upper] = isDescending ? [before, after] : [after, before];
  const placeOf = (key: Key | undefined, otherwise: number) => Number(key?.[0] ?? otherwise);
  return statesOf(filter).flatMap((state): Part[] => {
    const place = surveyStates.indexOf(state);
    if (place < placeOf(lower, -1) || place > placeOf(upper, surveyStates.length)) return [];
    return [
      [
        state,
        place === lower?.[0] ? lower[1] : Number.MIN_SAFE_INTEGER,
        place === upper?.[0] ? upper[1] : Number.MAX_SAFE_INTEGER,
      ],
    ];
  });
}

const places = sql.raw(surveyStates.map((state, place) => `when '${state}' then ${place}`).join(' '));

const orders = {
  TITLE: sql`${survey.title} collate nocase`,
  DATE: survey.datedAt,
  STATUS: sql`case ${survey.state} ${places} end`,
};

const orderOf = (shape: string): SurveyListOrder => {
  const [field, direction] = shape.split(' ');
  // The shape was made from such a field.
  return { field: field as SurveyListOrder['field'], isDescending: direction === 'DESC' };
};

const idsInPart = (shape: string) => {
  const { field, isDescending } = orderOf(shape);
  if (field !== 'STATUS') return idsUnder(partFacet(shape), { field, isDescending }, shape);
  const direction = sql.raw(isDescending !== shape.includes('backward') ? 'desc' : 'asc');
  return sql`(select ${listEntry.id} from ${listEntry} where ${listEntry.facet} = ${partFacet(shape)}
    and ${listEntry.id} > part.value ->> 1 and ${listEntry.id} < part.value ->> 2
    order by ${listEntry.id} ${direction} limit ${sql.placeholder('limit')})`;
};

/** Reads a list of one part in the order of its entries, DATE or TITLE, without sorting. */
const pagesOfOnePart = statements(
  (db, shape) => {
    const { field, isDescending } = orderOf(shape);
    const order: EntryOrder = { field: field === 'TITLE' ? 'TITLE' : 'DATE', isDescending };
    const { where, orderBy } = entriesUnder(facet(sql`${sql.placeholder('state')}`, shape), order, shape);
    return db
      .select(getTableColumns(survey))
      .from(listEntry)
      .crossJoin(survey)
      .where(and(where, eq(survey.id, listEntry.id)))
      .orderBy(orderBy)
      .limit(sql.placeholder('limit'))
      .prepare();
  },
  { figures: ({ id }) => id },
);

const pages = statements(
  (db, shape) => {
    const { field, isDescending } = orderOf(shape);
    const keyset: Keyset = { by: orders[field], id: survey.id, isDescending };
    return db
      .select(getTableColumns(survey))
      .from(sql`json_each(${sql.placeholder('parts')}) as part`)
      .crossJoin(survey)
      .where(sql`${survey.id} in ${idsInPart(shape)}`)
      .orderBy(keysetOrder(keyset, shape))
      .limit(sql.placeholder('limit'))
      .prepare();
  },
  { figures: ({ id }) => id },
);

/** The rows of one page, with one more if the list goes on. */
export function surveyPage(
  db: Database,
  page: Page,
  filter: SurveyListFilter,
  order: SurveyListOrder,
): SurveyRow[] {
  const { field, isDescending } = order;
  const shape = `${field} ${isDescending ? 'DESC' : 'ASC'} ${keysetShape(page)} ${filterShape(filter)}`;
  const parts = field === 'STATUS' ? partsByStatus(filter, page, isDescending) : partsOf(filter);
  const parameters = { ...keysetParameters(page), ...filterParameters(filter) };
  const [part] = parts;
  return field !== 'STATUS' && parts.length === 1 && part !== undefined
    ? pagesOfOnePart(db, shape).all({ ...parameters, state: part[0] })
    : pages(db, shape).all({ ...parameters, parts: JSON.stringify(parts) });
}

const counts = statements((db, shape) =>
  db
    .select({ count: sql<number>`coalesce(sum(${listCount.entries}), 0)` })
    .from(sql`json_each(${sql.placeholder('parts')}) as part`)
    .crossJoin(listCount)
    .where(eq(listCount.facet, partFacet(shape)))
    .prepare(),
);

export const surveyCount = (db: Database, filter: SurveyListFilter): number =>
  counts(db, filterShape(filter)).get({
    ...filterParameters(filter),
    parts: JSON.stringify(partsOf(filter)),
  })?.count ?? 0;
