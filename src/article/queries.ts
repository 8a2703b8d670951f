import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { keysetOrder, keysetParameters, keysetShape, type Page } from '../db/keyset.ts';
import { any, type EntryOrder, entriesUnder, facetOf, idOfSlug, idsUnder } from '../db/listing.ts';
import { isIn, list, statement, statements } from '../db/rows/statement.ts';
import {
  type ArticleRow,
  type AuthorRow,
  article,
  author,
  type CategoryRow,
  category,
} from '../db/tables/article.ts';
import { listCount, listEntry } from '../db/tables/list.ts';

/** The columns of an ArticleRow. */
export const articleColumns = getTableColumns(article);

/** Drafts are for those who may see them, in every statement that leaves this room. */
const isVisible = sql`(${article.status} = 'PUBLISHED' or ${sql.placeholder('seesDrafts')})`;

/** The statuses that the caller may see, as a parameter. */
export const visibleStatuses = (seesDrafts: boolean): string =>
  list(seesDrafts ? ['PUBLISHED', 'DRAFT'] : ['PUBLISHED']);

const bySlug = statement((db) =>
  db
    .select(articleColumns)
    .from(article)
    .where(and(eq(article.slug, sql.placeholder('slug')), isVisible))
    .prepare(),
);

export const articleBySlug = (db: Database, slug: string, seesDrafts: boolean): ArticleRow | undefined =>
  bySlug(db).get({ slug, seesDrafts: Number(seesDrafts) });

const bySlugs = statement((db) =>
  db
    .select(articleColumns)
    .from(article)
    .where(and(isIn(article.slug, 'slugs'), isVisible))
    .prepare(),
);

export const articlesBySlugs = (
  db: Database,
  slugs: readonly string[],
  seesDrafts: boolean,
): Map<string, ArticleRow> =>
  new Map(
    bySlugs(db)
      .all({ slugs: list(slugs), seesDrafts: Number(seesDrafts) })
      .map((row) => [row.slug, row]),
  );

const byIds = statement((db) =>
  db
    .select(articleColumns)
    .from(article)
    .where(and(isIn(article.id, 'ids'), isVisible))
    .prepare(),
);

export const articlesByIds = (
  db: Database,
  ids: readonly number[],
  seesDrafts: boolean,
): Map<number, ArticleRow> =>
  new Map(
    byIds(db)
      .all({ ids: list(ids), seesDrafts: Number(seesDrafts) })
      .map((row) => [row.id, row]),
  );

export interface ArticleListOrder {
  field: 'TITLE' | 'DATE';
  isDescending: boolean;
}

/** Slugs; a slug that nothing visible has makes the list empty. */
export interface ArticleListFilter {
  category?: string | null | undefined;
  narrative?: string | null | undefined;
  survey?: string | null | undefined;
}

/** Published articles and drafts have facets of their own. */
const facet = (status: SQL, shape: string): SQL =>
  facetOf(
    'articles',
    status,
    shape.includes('category') ? idOfSlug('category', 'category') : any,
    shape.includes('survey') ? idOfVisibleSurvey : any,
    shape.includes('narrative') ? idOfSlug('narrative', 'narrative') : any,
  );

const idOfVisibleSurvey = sql`coalesce(
  (select id from survey where slug = ${sql.placeholder('survey')} and (state <> 'DRAFT' or ${sql.placeholder('seesDrafts')})),
  0)`;

const filterShape = (filter: ArticleListFilter): string =>
  (['category', 'narrative', 'survey'] as const).filter((name) => filter[name] != null).join(' ');

const filterParameters = ({ category, narrative, survey }: ArticleListFilter, seesDrafts: boolean) => ({
  category,
  narrative,
  survey,
  seesDrafts: Number(seesDrafts),
  statuses: visibleStatuses(seesDrafts),
});

const orderOf = (shape: string): EntryOrder => ({
  field: shape.includes('TITLE') ? 'TITLE' : 'DATE',
  isDescending: shape.includes('DESC'),
});

const publishedPages = statements((db, shape) => {
  const { where, orderBy } = entriesUnder(facet(sql`'PUBLISHED'`, shape), orderOf(shape), shape);
  return db
    .select(articleColumns)
    .from(listEntry)
    .crossJoin(article)
    .where(and(where, eq(article.id, listEntry.id)))
    .orderBy(orderBy)
    .limit(sql.placeholder('limit'))
    .prepare();
});

const pages = statements((db, shape) => {
  const { field, isDescending } = orderOf(shape);
  const by =
    field === 'TITLE' ? sql`${article.title} collate nocase` : sql`coalesce(${article.publishedAt}, 0)`;
  return db
    .select(articleColumns)
    .from(sql`json_each(${sql.placeholder('statuses')}) as status`)
    .crossJoin(article)
    .where(sql`${article.id} in ${idsUnder(facet(sql`status.value`, shape), orderOf(shape), shape)}`)
    .orderBy(keysetOrder({ by, id: article.id, isDescending }, shape))
    .limit(sql.placeholder('limit'))
    .prepare();
});

/** The rows of one page, with one more if the list goes on. */
export const articlePage = (
  db: Database,
  page: Page,
  filter: ArticleListFilter,
  order: ArticleListOrder,
  seesDrafts: boolean,
): ArticleRow[] =>
  (seesDrafts ? pages : publishedPages)(
    db,
    `${order.field} ${order.isDescending ? 'DESC' : 'ASC'} ${keysetShape(page)} ${filterShape(filter)}`,
  ).all({ ...keysetParameters(page), ...filterParameters(filter, seesDrafts) });

const counts = statements((db, shape) =>
  db
    .select({ count: sql<number>`coalesce(sum(${listCount.entries}), 0)` })
    .from(sql`json_each(${sql.placeholder('statuses')}) as status`)
    .crossJoin(listCount)
    .where(eq(listCount.facet, facet(sql`status.value`, shape)))
    .prepare(),
);

export const articleCount = (db: Database, filter: ArticleListFilter, seesDrafts: boolean): number =>
  counts(db, filterShape(filter)).get(filterParameters(filter, seesDrafts))?.count ?? 0;

const categoriesWithIds = statement((db) =>
  db.select().from(category).where(isIn(category.id, 'ids')).prepare(),
);

export const categoriesByIds = (db: Database, ids: readonly number[]): Map<number, CategoryRow> =>
  new Map(
    categoriesWithIds(db)
      .all({ ids: list(ids) })
      .map((row) => [row.id, row]),
  );

const authorsWithIds = statement((db) => db.select().from(author).where(isIn(author.id, 'ids')).prepare());

export const authorsByIds = (db: Database, ids: readonly number[]): Map<number, AuthorRow> =>
  new Map(
    authorsWithIds(db)
      .all({ ids: list(ids) })
      .map((row) => [row.id, row]),
  );

const everyCategory = statement((db) =>
  db
    .select()
    .from(category)
    .where(
      sql`exists (
        select 1 from json_each(${sql.placeholder('statuses')}) as status cross join ${listCount}
        where ${listCount.facet} = ${facetOf('articles', sql`status.value`, sql`${category.id}`, any, any)})`,
    )
    .orderBy(sql`${category.name} collate nocase`, category.id)
    .limit(100)
    .prepare(),
);

/** By name, at most 100, without those that have no visible article: their names could reveal a draft. */
export const allCategories = (db: Database, seesDrafts: boolean): CategoryRow[] =>
  everyCategory(db).all({ statuses: visibleStatuses(seesDrafts) });
