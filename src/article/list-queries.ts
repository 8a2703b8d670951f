import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { keysetOrder, keysetParameters, keysetShape, type Page } from '../db/keyset.ts';
import { any, type EntryOrder, facetOf, idsUnder } from '../db/listing.ts';
import { list, statement, statements } from '../db/rows/statement.ts';
import { type ArticleRow, article } from '../db/tables/article.ts';
import { listCount } from '../db/tables/list.ts';
import { articleColumns, visibleStatuses } from './queries.ts';

// Lists of articles under many parents at once. The rows are wide, so a page is found by ids first.

const ids = sql`(select value from json_each(${sql.placeholder('ids')}))`;

/** The articles of each parent, by `status.value` and `parent.value`. */
const facets = {
  narrative: facetOf('articles', sql`status.value`, any, any, sql`parent.value`),
  survey: facetOf('articles', sql`status.value`, any, sql`parent.value`, any),
};

type Parent = keyof typeof facets;

const parentOf = (shape: string): Parent => (shape.startsWith('narrative') ? 'narrative' : 'survey');

const newestFirst: EntryOrder = { field: 'DATE', isDescending: true };

const statuses = sql`json_each(${sql.placeholder('statuses')}) as status`;

const parentAndStatus = sql`json_each(${sql.placeholder('ids')}) as parent cross join ${statuses}`;

// The cross joins make the parents the outer loop. A caller who sees drafts gets up to a page of each status;
// `pageOfRows` cuts it.
const pages = statements((db, shape) => {
  const order = keysetOrder(
    { by: sql`coalesce(${article.publishedAt}, 0)`, id: article.id, isDescending: true },
    shape,
  );
  return db
    .select({ ...articleColumns, parentId: sql<number>`parent.value`.as('parent_id') })
    .from(parentAndStatus)
    .crossJoin(article)
    .where(sql`${article.id} in ${idsUnder(facets[parentOf(shape)], newestFirst, shape)}`)
    .orderBy(sql`parent.value`, order)
    .prepare();
});

const counts = statements((db, parent: Parent) =>
  db
    .select({ parentId: sql<number>`parent.value`, count: sql<number>`sum(${listCount.entries})` })
    .from(parentAndStatus)
    .crossJoin(listCount)
    .where(eq(listCount.facet, facets[parent]))
    .groupBy(sql`parent.value`)
    .prepare(),
);

const pagesBy =
  (parent: Parent) =>
  (db: Database, ids: readonly number[], page: Page, seesDrafts: boolean): Map<number, ArticleRow[]> =>
    Map.groupBy(
      pages(db, `${parent} ${keysetShape(page)}`).all({
        ...keysetParameters(page),
        ids: list(ids),
        statuses: visibleStatuses(seesDrafts),
      }),
      ({ parentId }) => parentId,
    );

const countsBy =
  (parent: Parent) =>
  (db: Database, ids: readonly number[], seesDrafts: boolean): Map<number, number> =>
    new Map(
      counts(db, parent)
        .all({ ids: list(ids), statuses: visibleStatuses(seesDrafts) })
        .map(({ parentId, count }) => [parentId, count]),
    );

/** For each narrative one page of the articles about it, newest first, with one more if the list goes on. */
export const articlePagesByNarrativeIds = pagesBy('narrative');
export const articleCountsByNarrativeIds = countsBy('narrative');

/** For each survey one page of the articles about it, newest first, with one more if the list goes on. */
export const articlePagesBySurveyIds = pagesBy('survey');
export const articleCountsBySurveyIds = countsBy('survey');

/** How many of the newest articles about each narrative are compared, unless `limit` is higher. */
const comparedPerNarrative = 20;

const onePlace = sql`${sql.placeholder('limit')} + 1`;

/** The newest articles of each facet except the parent. */
const newestOf = (facets: SQL, limit: SQL): SQL => sql`
  select facet.parent_id, article.id from (${facets}) as facet cross join article
  where article.id <> facet.parent_id
    and article.id in (select id from list_entry where facet = facet.facet order by at desc, id desc limit ${limit})`;

/** Every combination of a parent's category or any, and its survey or any. */
const ownFacets = sql`parent cross join ${statuses}
  cross join json_each(json_array(null, category_id)) as of_category
  cross join json_each(iif(survey_id is null, '[null]', json_array(null, survey_id))) as of_survey`;

const facetWith = (narrativeId: SQL): SQL =>
  facetOf('articles', sql`status.value`, sql`of_category.value`, sql`of_survey.value`, narrativeId);

const facetsOfParents = sql`select parent.id as parent_id, ${facetWith(any)} as facet from ${ownFacets}`;

const facetsOfNarratives = sql`select parent.id as parent_id, ${facetWith(sql`narrative_id`)} as facet
  from ${ownFacets} cross join article_narrative where article_id = parent.id`;

// The newest `limit` of each facet are enough: within a facet, newer articles come first in the list. So the
// work grows with the parents' narratives and not with the articles.
const related = statement((db) =>
  db
    .select({ ...articleColumns, parentId: sql<number>`placed.parent_id`.as('parent_id') })
    .from(
      sql`(
        with
          parent as (select id, survey_id, category_id from article where id in ${ids}),
          candidate as (
            ${newestOf(facetsOfParents, onePlace)}
            union ${newestOf(facetsOfNarratives, sql`max(${onePlace}, ${comparedPerNarrative})`)}),
          compared as (
            select candidate.parent_id, candidate.id, (
                select count(*) from article_narrative as mine cross join article_narrative as other
                where mine.article_id = candidate.parent_id and other.article_id = candidate.id
                  and other.narrative_id = mine.narrative_id) as narratives
              from candidate)
        select parent.id as parent_id, article.id as article_id,
          row_number() over (
            partition by parent.id
            order by article.survey_id is parent.survey_id and parent.survey_id is not null desc,
              compared.narratives desc,
              article.category_id = parent.category_id desc,
              coalesce(article.published_at, 0) desc, article.id desc) as place
        from compared cross join parent cross join article
        where parent.id = compared.parent_id and article.id = compared.id) as placed`,
    )
    .crossJoin(article)
    .where(sql`${article.id} = placed.article_id and placed.place <= ${sql.placeholder('limit')}`)
    .orderBy(sql`placed.parent_id`, sql`placed.place`)
    .prepare(),
);

/**
 * For each article the `limit` others to read next: same survey, then most narratives in common, then same
 * category, then the rest; newest first among equals. Of the articles about a narrative the 20 newest are
 * compared.
 */
export const relatedByArticleIds = (
  db: Database,
  ids: readonly number[],
  limit: number,
  seesDrafts: boolean,
): Map<number, ArticleRow[]> =>
  Map.groupBy(
    related(db).all({ ids: list(ids), limit, statuses: visibleStatuses(seesDrafts) }),
    ({ parentId }) => parentId,
  );
