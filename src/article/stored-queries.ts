import { asc, eq } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { articleFaq } from '../db/tables/article.ts';
import type { ArticleTexts } from './article-texts.ts';
import { sectionsByArticleIds, textsByArticleIds } from './part-queries.ts';

/** An article's texts in every form, as they are stored. */
export function textsOfArticle(db: Database, id: number): ArticleTexts {
  const [markdown = '', html = '', text = ''] = (['MARKDOWN', 'HTML', 'TEXT'] as const).map((format) =>
    textsByArticleIds(db, [id], format).get(id),
  );
  const answers = db
    .select({ markdown: articleFaq.markdown, html: articleFaq.html, text: articleFaq.text })
    .from(articleFaq)
    .where(eq(articleFaq.articleId, id))
    .orderBy(asc(articleFaq.position))
    .all();
  return { body: { markdown, html, text, sections: sectionsByArticleIds(db, [id]).get(id) ?? [] }, answers };
}
