import { asc, eq } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { isIn, list, statement } from '../db/statement.ts';
import { type ArticleSectionRow, article, articleNarrative, articleSection } from '../db/tables/article.ts';
import { type NarrativeRow, narrative } from '../db/tables/narrative.ts';
import { narrativeColumns } from '../narrative/queries.ts';
import type { StoredFaq } from './faq.ts';

const sections = statement((db) =>
  db
    .select()
    .from(articleSection)
    .where(isIn(articleSection.articleId, 'ids'))
    .orderBy(asc(articleSection.articleId), asc(articleSection.position))
    .prepare(),
);

/** Each article's sections in reading order, the text before the first heading included. */
export const sectionsByArticleIds = (
  db: Database,
  ids: readonly number[],
): Map<number, ArticleSectionRow[]> =>
  Map.groupBy(sections(db).all({ ids: list(ids) }), ({ articleId }) => articleId);

const markdowns = statement((db) =>
  db
    .select({ id: article.id, markdown: article.markdown })
    .from(article)
    .where(isIn(article.id, 'ids'))
    .prepare(),
);

/** Each article as it was written. */
export const markdownByArticleIds = (db: Database, ids: readonly number[]): Map<number, string> =>
  new Map(
    markdowns(db)
      .all({ ids: list(ids) })
      .map(({ id, markdown }) => [id, markdown]),
  );

const faqs = statement((db) =>
  db.select({ id: article.id, faqs: article.faqs }).from(article).where(isIn(article.id, 'ids')).prepare(),
);

export const faqsByArticleIds = (db: Database, ids: readonly number[]): Map<number, StoredFaq[]> =>
  new Map(
    faqs(db)
      .all({ ids: list(ids) })
      // The column is written by `saveArticle` only, in this shape.
      .map((row) => [row.id, JSON.parse(row.faqs) as StoredFaq[]]),
  );

const narratives = statement((db) =>
  db
    .select({ ...narrativeColumns, articleId: articleNarrative.articleId })
    .from(articleNarrative)
    .innerJoin(narrative, eq(narrative.id, articleNarrative.narrativeId))
    .where(isIn(articleNarrative.articleId, 'ids'))
    .orderBy(asc(articleNarrative.articleId), asc(articleNarrative.position))
    .prepare(),
);

/** The narratives that each article is about, in the order in which it treats them. */
export const narrativesByArticleIds = (db: Database, ids: readonly number[]): Map<number, NarrativeRow[]> =>
  Map.groupBy(narratives(db).all({ ids: list(ids) }), ({ articleId }) => articleId);
