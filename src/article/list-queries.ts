import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import {
  type Keyset,
  keysetOrder,
  keysetParameters,
  keysetShape,
  keysetWhere,
  type Page,
} from '../db/keyset.ts';
import { list, statement, statements } from '../db/statement.ts';
import { type ArticleRow, article } from '../db/tables/article.ts';
import { articleColumns } from './queries.ts';

// Lists of articles under many parents at once. Each is decided on ids alone, in an inner statement that says `parent`,
// `article_id` and `place`; the rows are wide, and only those that are returned should be read.

const isVisible = sql`(article.status = 'PUBLISHED' or ${sql.placeholder('seesDrafts')})`;

const ids = sql`(select value from json_each(${sql.placeholder('ids')}))`;

const newestFirst: Keyset = {
  by: sql`coalesce(article.published_at, 0)`,
  id: sql`article.id`,
  isDescending: true,
};

/** The articles of each parent: what links the two is all that differs. */
const linked = {
  narrative: {
    parent: sql`article_narrative.narrative_id`,
    from: sql`article_narrative join article on article.id = article_narrative.article_id`,
  },
  survey: { parent: sql`article.survey_id`, from: sql`article` },
};

type Parent = keyof typeof linked;

const parentOf = (shape: string) => linked[shape.startsWith('narrative') ? 'narrative' : 'survey'];

/** The articles in the places that `inner` gives them, up to `limit`. */
const placed = (db: Database, inner: SQL) =>
  db
    .select({ ...articleColumns, parentId: sql<number>`placed.parent`.as('parent_id') })
    .from(article)
    .innerJoin(sql`(${inner}) as placed`, sql`placed.article_id = ${article.id}`)
    .where(sql`placed.place <= ${sql.placeholder('limit')}`)
    .orderBy(sql`placed.parent`, sql`placed.place`)
    .prepare();

// A look into each parent's list up to the limit, not a window over all that is in the lists. The cross join keeps the parents outside.
const pages = statements((db, shape) => {
  const { parent, from } = parentOf(shape);
  const between = keysetWhere(newestFirst, shape) ?? sql`true`;
  const order = keysetOrder(newestFirst, shape);
  return db
    .select({ ...articleColumns, parentId: sql<number>`parent.value`.as('parent_id') })
    .from(sql`json_each(${sql.placeholder('ids')}) as parent`)
    .crossJoin(article)
    .where(
      sql`${article.id} in (
        select article.id from ${from}
        where ${parent} = parent.value and ${isVisible} and ${between}
        order by ${order} limit ${sql.placeholder('limit')})`,
    )
    .orderBy(sql`parent.value`, order)
    .prepare();
});

const counts = statements((db, parent: Parent) =>
  db
    .select({ parentId: sql<number>`listed.parent`, count: sql<number>`count(*)` })
    .from(
      sql`(select ${linked[parent].parent} as parent from ${linked[parent].from}
           where ${linked[parent].parent} in ${ids} and ${isVisible}) as listed`,
    )
    .groupBy(sql`listed.parent`)
    .prepare(),
);

const pagesBy =
  (parent: Parent) =>
  (db: Database, ids: readonly number[], page: Page, seesDrafts: boolean): Map<number, ArticleRow[]> =>
    Map.groupBy(
      pages(db, `${parent} ${keysetShape(page)}`).all({
        ...keysetParameters(page),
        ids: list(ids),
        seesDrafts: Number(seesDrafts),
      }),
      ({ parentId }) => parentId,
    );

const countsBy =
  (parent: Parent) =>
  (db: Database, ids: readonly number[], seesDrafts: boolean): Map<number, number> =>
    new Map(
      counts(db, parent)
        .all({ ids: list(ids), seesDrafts: Number(seesDrafts) })
        .map(({ parentId, count }) => [parentId, count]),
    );

/** For each narrative one page of the articles about it, newest first, with one more if the list goes on. */
export const articlePagesByNarrativeIds = pagesBy('narrative');
export const articleCountsByNarrativeIds = countsBy('narrative');

/** For each survey one page of the articles about it, newest first, with one more if the list goes on. */
export const articlePagesBySurveyIds = pagesBy('survey');
export const articleCountsBySurveyIds = countsBy('survey');

const newestThenTitle = sql`coalesce(article.published_at, 0) desc, article.title collate nocase, article.id`;

// Of a category, and of all articles, the newest `limit` beside the parent itself suffice: whatever is newer than one that makes it
// into the list is in the list before it. So the work grows with what is shared, not with parents times articles.
const related = statement((db) =>
  placed(
    db,
    sql`with
      parent as (select id, survey_id, category_id from article where id in ${ids}),
      by_category as (
        select id, category_id, row_number() over (partition by category_id order by ${newestThenTitle}) as place
        from article where category_id in (select category_id from parent) and ${isVisible}),
      newest as (
        select id from article where ${isVisible} order by ${newestThenTitle} limit ${sql.placeholder('limit')} + 1),
      shared as (
        select mine.article_id as parent_id, other.article_id as id, count(*) as narratives
        from article_narrative as mine join article_narrative as other using (narrative_id)
        where mine.article_id in (select id from parent)
        group by mine.article_id, other.article_id),
      candidate as (
        select parent.id as parent_id, article.id from parent join article on article.survey_id = parent.survey_id
        union select parent_id, id from shared
        union select parent.id, by_category.id from parent join by_category using (category_id)
          where by_category.place <= ${sql.placeholder('limit')} + 1
        union select parent.id, newest.id from parent cross join newest)
      select parent.id as parent, article.id as article_id,
        row_number() over (
          partition by parent.id
          order by article.survey_id is parent.survey_id and parent.survey_id is not null desc,
            coalesce(shared.narratives, 0) desc,
            article.category_id = parent.category_id desc,
            ${newestThenTitle}) as place
      from candidate
      join parent on parent.id = candidate.parent_id
      join article on article.id = candidate.id and article.id <> parent.id
      left join shared on shared.parent_id = parent.id and shared.id = article.id
      where ${isVisible}`,
  ),
);

/**
 * For each article the `limit` others to read next: same survey, then most narratives in common, then same category, then the rest;
 * the newest first among equals, then by title.
 */
export const relatedByArticleIds = (
  db: Database,
  ids: readonly number[],
  limit: number,
  seesDrafts: boolean,
): Map<number, ArticleRow[]> =>
  Map.groupBy(
    related(db).all({ ids: list(ids), limit, seesDrafts: Number(seesDrafts) }),
    ({ parentId }) => parentId,
  );
