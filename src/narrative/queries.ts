import { and, eq, exists, getTableColumns, type SQL, sql } from 'drizzle-orm';
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
import { isIn, list, statement, statements } from '../db/statement.ts';
import { type NarrativeRow, narrative, type WholeNarrativeRow } from '../db/tables/narrative.ts';
import { survey, surveyOption } from '../db/tables/survey.ts';

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
  /** Whether the options of a draft survey may be told. */
  seesDrafts: boolean;
}

const conditions = {
  survey: (db: Database): SQL =>
    exists(
      db
        .select({ one: sql`1` })
        .from(surveyOption)
        .innerJoin(survey, eq(survey.id, surveyOption.surveyId))
        .where(
          and(
            eq(surveyOption.narrativeId, narrative.id),
            eq(survey.slug, sql.placeholder('survey')),
            sql`(${survey.state} <> 'DRAFT' or ${sql.placeholder('seesDrafts')})`,
          ),
        ),
    ),
  match: () => narrativeMatches('match'),
};

const filterShape = (filter: NarrativeListFilter): string =>
  (['survey', 'match'] as const).filter((name) => filter[name] != null).join(' ');

const filterWhere = (db: Database, shape: string): (SQL | undefined)[] =>
  (['survey', 'match'] as const).map((name) => (shape.includes(name) ? conditions[name](db) : undefined));

const filterParameters = ({ survey, match, seesDrafts }: NarrativeListFilter) => ({
  survey,
  match,
  seesDrafts: Number(seesDrafts),
});

const keyset = (shape: string): Keyset => ({
  by: shape.includes('TITLE') ? sql`${narrative.name} collate nocase` : narrative.updatedAt,
  id: narrative.id,
  isDescending: shape.includes('DESC'),
});

const pages = statements((db, shape) =>
  db
    .select(narrativeColumns)
    .from(narrative)
    .where(and(...filterWhere(db, shape), keysetWhere(keyset(shape), shape)))
    .orderBy(keysetOrder(keyset(shape), shape))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** The rows of one page, with one more if the list goes on. */
export const narrativePage = (
  db: Database,
  page: Page,
  filter: NarrativeListFilter,
  order: NarrativeListOrder,
): NarrativeRow[] =>
  pages(
    db,
    `${order.field} ${order.isDescending ? 'DESC' : 'ASC'} ${keysetShape(page)} ${filterShape(filter)}`,
  ).all({ ...keysetParameters(page), ...filterParameters(filter) });

const counts = statements((db, shape) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(narrative)
    .where(and(...filterWhere(db, shape)))
    .prepare(),
);

export const narrativeCount = (db: Database, filter: NarrativeListFilter): number =>
  counts(db, filterShape(filter)).get(filterParameters(filter))?.count ?? 0;
