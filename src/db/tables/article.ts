import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { narrative } from './narrative.ts';
import { survey } from './survey.ts';

export const category = sqliteTable('category', {
  id: integer('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
});

export const author = sqliteTable('author', {
  id: integer('id').primaryKey(),
  name: text('name').notNull().unique(),
});

export const article = sqliteTable(
  'article',
  {
    id: integer('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    title: text('title').notNull(),
    status: text('status', { enum: ['DRAFT', 'PUBLISHED'] }).notNull(),
    excerpt: text('excerpt').notNull(),
    categoryId: integer('category_id')
      .notNull()
      .references(() => category.id),
    authorId: integer('author_id')
      .notNull()
      .references(() => author.id),
    readingTimeMinutes: integer('reading_time_minutes').notNull(),
    publishedAt: integer('published_at'),
    updatedAt: integer('updated_at').notNull(),
    /** The source that the sections were rendered from, with its placeholders. */
    markdown: text('markdown').notNull(),
    /** Everything a search should find, without markup: rendered from `markdown` and `faqs` when the article is saved. */
    searchText: text('search_text').notNull(),
    /** JSON: `[{ question, markdown, html, text }]`. */
    faqs: text('faqs').notNull(),
    disclaimer: text('disclaimer'),
    surveyId: integer('survey_id').references(() => survey.id),
  },
  (table) => [
    index('article_category').on(table.categoryId),
    // By survey there is `article_by_survey`, in the migrations only: drizzle-kit cuts its expressions at their commas.
    check('article_reading_time', sql`${table.readingTimeMinutes} >= 1`),
  ],
);

/** What lists read: the long texts would cost many times the rest, and few ask for them. */
export type ArticleRow = Omit<typeof article.$inferSelect, 'markdown' | 'searchText' | 'faqs'>;
export type CategoryRow = typeof category.$inferSelect;
export type AuthorRow = typeof author.$inferSelect;

/** The article's text in reading order, one row per heading, rendered when the article is saved. */
export const articleSection = sqliteTable(
  'article_section',
  {
    articleId: integer('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    /** 0 is the text before the first heading (level 0, empty anchor and heading); it exists even when it is empty. */
    position: integer('position').notNull(),
    level: integer('level').notNull(),
    anchor: text('anchor').notNull(),
    heading: text('heading').notNull(),
    /** The heading itself, rendered, without its element: `Rollups in <code>L2</code>`. */
    headingHtml: text('heading_html').notNull(),
    headingMarkdown: text('heading_markdown').notNull(),
    markdown: text('markdown').notNull(),
    html: text('html').notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.position] })],
);

export type ArticleSectionRow = typeof articleSection.$inferSelect;

export const articleNarrative = sqliteTable(
  'article_narrative',
  {
    articleId: integer('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    narrativeId: integer('narrative_id')
      .notNull()
      .references(() => narrative.id),
    position: integer('position').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.articleId, table.narrativeId] }),
    index('article_narrative_narrative').on(table.narrativeId),
  ],
);
