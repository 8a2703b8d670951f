import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { isIn, list, statement, statements } from '../db/rows/statement.ts';
import {
  type ArticleSectionRow,
  articleFaq,
  articleNarrative,
  articleSection,
  articleText,
} from '../db/tables/article.ts';
import { type NarrativeRow, narrative } from '../db/tables/narrative.ts';
import { narrativeColumns } from '../narrative/queries.ts';
import type { TextFormat } from './section.ts';

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

const texts = statement((db) =>
  db
    .select({ articleId: articleText.articleId, content: articleText.content })
    .from(articleText)
    .where(and(isIn(articleText.articleId, 'ids'), eq(articleText.format, sql.placeholder('format'))))
    .prepare(),
);

/** The text of each article, in one form. */
export const textsByArticleIds = (
  db: Database,
  ids: readonly number[],
  format: TextFormat,
): Map<number, string> =>
  new Map(
    texts(db)
      .all({ ids: list(ids), format })
      .map(({ articleId, content }) => [articleId, content]),
  );

const questions = statement((db) =>
  db
    .select({ articleId: articleFaq.articleId, question: articleFaq.question })
    .from(articleFaq)
    .where(isIn(articleFaq.articleId, 'ids'))
    .orderBy(asc(articleFaq.articleId), asc(articleFaq.position))
    .prepare(),
);

/** Each article's questions, in editorial order. */
export const questionsByArticleIds = (db: Database, ids: readonly number[]): Map<number, string[]> =>
  grouped(questions(db).all({ ids: list(ids) }), ({ question }) => question);

const answers = statements((db, format: TextFormat) =>
  db
    .select({
      articleId: articleFaq.articleId,
      answer: { MARKDOWN: articleFaq.markdown, HTML: articleFaq.html, TEXT: articleFaq.text }[format],
    })
    .from(articleFaq)
    .where(isIn(articleFaq.articleId, 'ids'))
    .orderBy(asc(articleFaq.articleId), asc(articleFaq.position))
    .prepare(),
);

/** The answers to each article's questions in one form, in their order. */
export const answersByArticleIds = (
  db: Database,
  ids: readonly number[],
  format: TextFormat,
): Map<number, string[]> => grouped(answers(db, format).all({ ids: list(ids) }), ({ answer }) => answer);

function grouped<Row extends { articleId: number }>(
  rows: readonly Row[],
  textOf: (row: Row) => string,
): Map<number, string[]> {
  const values = new Map<number, string[]>();
  for (const row of rows) {
    const known = values.get(row.articleId);
    if (known === undefined) values.set(row.articleId, [textOf(row)]);
    else known.push(textOf(row));
  }
  return values;
}

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
