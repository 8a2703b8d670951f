import { and, asc, eq, gt, lt } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { article } from '../db/tables/article.ts';
import { writeTransaction } from '../db/write-transaction.ts';
import { rendererVersion } from '../text/renderer.ts';
import type { ArticleTexts } from './article-texts.ts';
import { indexArticle } from './index-writes.ts';
import { answersByArticleIds, questionsByArticleIds, textsByArticleIds } from './part-queries.ts';
import { saveTexts } from './save-article.ts';

/** An article whose texts an earlier version of the renderer has rendered, as it was written. */
export interface OutdatedArticle {
  id: number;
  slug: string;
  body: string;
  questions: readonly string[];
  answers: readonly string[];
}

/** The first such article after the one with this id. */
export function outdatedArticle(db: Database, afterId: number): OutdatedArticle | undefined {
  const row = db
    .select({ id: article.id, slug: article.slug })
    .from(article)
    .where(and(lt(article.renderedBy, rendererVersion), gt(article.id, afterId)))
    .orderBy(asc(article.id))
    .limit(1)
    .get();
  return row && { ...row, ...sourcesOf(db, row.id) };
}

const sourcesOf = (db: Database, id: number) => ({
  body: textsByArticleIds(db, [id], 'MARKDOWN').get(id) ?? '',
  questions: questionsByArticleIds(db, [id]).get(id) ?? [],
  answers: answersByArticleIds(db, [id], 'MARKDOWN').get(id) ?? [],
});

/** Replaces what was rendered of the article, unless it has been saved since it was read. */
export function replaceTexts(db: Database, outdated: OutdatedArticle, texts: ArticleTexts): void {
  const { id, slug, ...sources } = outdated;
  writeTransaction(db, () => {
    const row = db.select({ renderedBy: article.renderedBy }).from(article).where(eq(article.id, id)).get();
    const isOutdated = row !== undefined && row.renderedBy < rendererVersion;
    if (!isOutdated || JSON.stringify(sourcesOf(db, id)) !== JSON.stringify(sources)) return;
    saveTexts(db, id, outdated.questions, texts);
    indexArticle(db, id);
  });
}
