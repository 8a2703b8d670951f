import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
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
import {
  type ArticleRow,
  type AuthorRow,
  article,
  author,
  type CategoryRow,
  category,
} from '../db/tables/article.ts';

/** The columns of an ArticleRow. */
export const articleColumns = getTableColumns(article);

/** Drafts are for those who may see them, in every statement that leaves this room. */
const isVisible = sql`(${article.status} = 'PUBLISHED' or ${sql.placeholder('seesDrafts')})`;

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

const filterNames = ['category', 'narrative', 'survey'] as const;

const conditions = {
  category: sql`${article.categoryId} = (select id from category where slug = ${sql.placeholder('category')})`,
  narrative: sql`${article.id} in (
    select article_id from article_narrative
    where narrative_id = (select id from narrative where slug = ${sql.placeholder('narrative')}))`,
  survey: sql`${article.surveyId} = (
    select id from survey
    where slug = ${sql.placeholder('survey')} and (state <> 'DRAFT' or ${sql.placeholder('seesDrafts')}))`,
};

const filterShape = (filter: ArticleListFilter): string =>
  filterNames.filter((name) => filter[name] != null).join(' ');

const filterWhere = (shape: string): SQL[] => [
  isVisible,
  ...filterNames.filter((name) => shape.includes(name)).map((name) => conditions[name]),
];

const filterParameters = ({ category, narrative, survey }: ArticleListFilter, seesDrafts: boolean) => ({
  category,
  narrative,
  survey,
  seesDrafts: Number(seesDrafts),
});

const keyset = (shape: string): Keyset => ({
  by: shape.includes('TITLE')
    ? sql`${article.title} collate nocase`
    : sql`coalesce(${article.publishedAt}, 0)`,
  id: article.id,
  isDescending: shape.includes('DESC'),
});

const pages = statements((db, shape) =>
  db
    .select(articleColumns)
    .from(article)
    .where(and(...filterWhere(shape), keysetWhere(keyset(shape), shape)))
    .orderBy(keysetOrder(keyset(shape), shape))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** The rows of one page, with one more if the list goes on. */
export const articlePage = (
  db: Database,
  page: Page,
  filter: ArticleListFilter,
  order: ArticleListOrder,
  seesDrafts: boolean,
): ArticleRow[] =>
  pages(
    db,
    `${order.field} ${order.isDescending ? 'DESC' : 'ASC'} ${keysetShape(page)} ${filterShape(filter)}`,
  ).all({ ...keysetParameters(page), ...filterParameters(filter, seesDrafts) });

const counts = statements((db, shape) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(article)
    .where(and(...filterWhere(shape)))
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
      sql`exists (select 1 from ${article} where ${article.categoryId} = ${category.id} and ${isVisible})`,
    )
    .orderBy(sql`${category.name} collate nocase`, category.id)
    .limit(100)
    .prepare(),
);

/** By name, at most 100. A category without an article that the caller may see is none: its name could give a draft away. */
export const allCategories = (db: Database, seesDrafts: boolean): CategoryRow[] =>
  everyCategory(db).all({ seesDrafts: Number(seesDrafts) });
