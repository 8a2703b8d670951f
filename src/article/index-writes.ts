import { and, asc, eq, sql } from 'drizzle-orm';
import type { Connection } from '../db/client.ts';
import { article, articleFaq, articleSection, articleText } from '../db/tables/article.ts';
import { withoutPlaceholders } from '../text/placeholders.ts';

/**
 * Brings what `search` finds up to what is stored of the article; a draft is not found. The caller opens the
 * transaction.
 */
export function indexArticle(db: Connection, id: number): void {
  db.run(sql`delete from article_heading_index where rowid = ${id}`);
  db.run(sql`delete from article_index where rowid = ${id}`);
  const published = db
    .select({ title: article.title, excerpt: article.excerpt })
    .from(article)
    .where(and(eq(article.id, id), eq(article.status, 'PUBLISHED')))
    .get();
  if (published === undefined) return;
  const sections = db
    .select({ heading: articleSection.heading })
    .from(articleSection)
    .where(eq(articleSection.articleId, id))
    .orderBy(asc(articleSection.position))
    .all();
  const faqs = db
    .select({ heading: articleFaq.question, text: articleFaq.text })
    .from(articleFaq)
    .where(eq(articleFaq.articleId, id))
    .orderBy(asc(articleFaq.position))
    .all();
  const { content } =
    db
      .select({ content: articleText.content })
      .from(articleText)
      .where(and(eq(articleText.articleId, id), eq(articleText.format, 'TEXT')))
      .get() ?? {};
  const heading = [published.excerpt, ...[...sections, ...faqs].map(({ heading }) => heading)].join('\n');
  const body = withoutPlaceholders([content, ...faqs.map(({ text }) => text)].join('\n'));
  db.run(
    sql`insert into article_heading_index (rowid, title, heading) values (${id}, ${published.title}, ${heading})`,
  );
  db.run(
    sql`insert into article_index (rowid, heading, body) values (${id}, ${`${published.title}\n${heading}`}, ${body})`,
  );
}
