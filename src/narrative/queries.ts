import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { narrativeMatches } from '../db/full-text.ts';
import {
  type Keyset,
  keysetOrder,
  keysetParameters,
  keysetShape,
  keysetWhere,
  type Page,
} from '../db/keyset.ts';
import { type EntryOrder, entriesUnder, facetOf } from '../db/listing.ts';
import { isIn, list, statement, statements } from '../db/rows/statement.ts';
import { listCount, listEntry } from '../db/tables/list.ts';
import { type NarrativeRow, narrative, type WholeNarrativeRow } from '../db/tables/narrative.ts';
import { surveyOption } from '../db/tables/survey.ts';

const { summary, keyPoints, relatedProjects, ...columns } = getTableColumns(narrative);

/** The columns of a NarrativeRow. */
export const narrativeColumns = columns;

const bySlug = statement((db) =>
  db
    .select()
    .from(narrative)
    .where(eq(narrative.slug, sql.placeholder('slug')))
    .prepare(),
);

export const narrativeBySlug = (db: Database, slug: string): WholeNarrativeRow | undefined =>
  bySlug(db).get({ slug });

const bySlugs = statement((db) =>
  db.select(narrativeColumns).from(narrative).where(isIn(narrative.slug, 'slugs')).prepare(),
);

export const narrativesBySlugs = (db: Database, slugs: readonly string[]): Map<string, NarrativeRow> =>
  new Map(
    bySlugs(db)
      .all({ slugs: list(slugs) })
      .map((row) => [row.slug, row]),
  );

const byIds = statement((db) =>
  db.select(narrativeColumns).from(narrative).where(isIn(narrative.id, 'ids')).prepare(),
);

export const narrativesByIds = (db: Database, ids: readonly number[]): Map<number, NarrativeRow> =>
  new Map(
    byIds(db)
      .all({ ids: list(ids) })
      .map((row) => [row.id, row]),
  );

const texts = statement((db) =>
  db
    .select({ id: narrative.id, summary, keyPoints, relatedProjects })
    .from(narrative)
    .where(isIn(narrative.id, 'ids'))
    .prepare(),
);

export type NarrativeTextRow = Pick<WholeNarrativeRow, 'id' | 'summary' | 'keyPoints' | 'relatedProjects'>;

export const narrativeTextsByIds = (db: Database, ids: readonly number[]): Map<number, NarrativeTextRow> =>
  new Map(
    texts(db)
      .all({ ids: list(ids) })
      .map((row) => [row.id, row]),
  );

export interface NarrativeListOrder {
  field: 'TITLE' | 'DATE';
  isDescending: boolean;
}

export interface NarrativeListFilter {
  /** A survey's slug. */
  survey?: string | null | undefined;
  /** A full-text expression, as `matchOf` makes it. */
  match?: string | undefined;
  /** Whether the options of a draft survey are visible. */
  seesDrafts: boolean;
}

// A survey has at most 64 options.
const isOption = sql`${narrative.id} in (
  select ${surveyOption.narrativeId} from ${surveyOption} where ${surveyOption.surveyId} = (
    select id from survey where slug = ${sql.placeholder('survey')} and (state <> 'DRAFT' or ${sql.placeholder('seesDrafts')})))`;

const filterShape = (filter: NarrativeListFilter): string =>
  (['survey', 'match'] as const).filter((name) => filter[name] != null).join(' ');

const filterWhere = (shape: string): SQL | undefined =>
  and(
    shape.includes('survey') ? isOption : undefined,
    shape.includes('match') ? narrativeMatches('match') : undefined,
  );

const filterParameters = ({ survey, match, seesDrafts }: NarrativeListFilter) => ({
  survey,
  match,
  seesDrafts: Number(seesDrafts),
});

const everyNarrative = facetOf('narratives');

const filteredPages = statements((db, shape) => {
  const isDescending = shape.includes('DESC');
  const isByName = shape.includes('TITLE');
  const by = isByName ? sql`${narrative.name} collate nocase` : narrative.updatedAt;
  const keyset: Keyset = { by, id: narrative.id, isDescending };
  return db
    .select(narrativeColumns)
    .from(narrative)
    .where(and(filterWhere(shape), keysetWhere(keyset, shape)))
    .orderBy(keysetOrder(keyset, shape))
    .limit(sql.placeholder('limit'))
    .prepare();
});

/** Pages of all narratives, or of those that match. They are read in list order and end with the page. */
const wholePages = statements((db, shape) => {
  const order: EntryOrder = {
    field: shape.includes('TITLE') ? 'TITLE' : 'DATE',
    isDescending: shape.includes('DESC'),
  };
  const { where, orderBy } = entriesUnder(everyNarrative, order, shape);
  return db
    .select(narrativeColumns)
    .from(listEntry)
    .crossJoin(narrative)
    .where(
      and(
        where,
        eq(narrative.id, listEntry.id),
        shape.includes('match') ? narrativeMatches('match', listEntry.id) : undefined,
      ),
    )
    .orderBy(orderBy)
    .limit(sql.placeholder('limit'))
    .prepare();
});

/** The rows of one page, with one more if the list goes on. */
export const narrativePage = (
  db: Database,
  page: Page,
  filter: NarrativeListFilter,
  order: NarrativeListOrder,
): NarrativeRow[] =>
  // The few options of a survey are sorted instead.
  (filter.survey == null ? wholePages : filteredPages)(
    db,
    `${order.field} ${order.isDescending ? 'DESC' : 'ASC'} ${keysetShape(page)} ${filterShape(filter)}`,
  ).all({ ...keysetParameters(page), ...filterParameters(filter) });

const filteredCounts = statements((db, shape) =>
  db.select({ count: sql<number>`count(*)` }).from(narrative).where(filterWhere(shape)).prepare(),
);

const matchCount = statement((db) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(sql`narrative_index`)
    .where(sql`narrative_index match ${sql.placeholder('match')}`)
    .prepare(),
);

const wholeCount = statement((db) =>
  db
    .select({ count: listCount.entries })
    .from(listCount)
    .where(eq(listCount.facet, everyNarrative))
    .prepare(),
);

export function narrativeCount(db: Database, filter: NarrativeListFilter): number {
  const { survey, match } = filter;
  const unfiltered = () => (match === undefined ? wholeCount(db).get() : matchCount(db).get({ match }));
  const found =
    survey == null ? unfiltered() : filteredCounts(db, filterShape(filter)).get(filterParameters(filter));
  return found?.count ?? 0;
}
