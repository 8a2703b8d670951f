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
    disclaimer: text('disclaimer'),
    surveyId: integer('survey_id').references(() => survey.id),
    /**
     * The version of the renderer (`rendererVersion`) that made the texts, the sections and the answers; 0
     * for none.
     */
    renderedBy: integer('rendered_by').notNull().default(0),
  },
  (table) => [
    index('article_rendered_by').on(table.renderedBy),
    index('article_category').on(table.categoryId),
    check('article_reading_time', sql`${table.readingTimeMinutes} >= 1`),
  ],
);

export type ArticleRow = typeof article.$inferSelect;
export type CategoryRow = typeof category.$inferSelect;
export type AuthorRow = typeof author.$inferSelect;

const textFormats = ['MARKDOWN', 'HTML', 'TEXT'] as const;

/**
 * The article's body, once in each form, without what the article's placeholders stand for. Every article has
 * all three. A form that is not asked for is not read, since each has a row of its own.
 */
export const articleText = sqliteTable(
  'article_text',
  {
    articleId: integer('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    /** MARKDOWN is the source of the others. */
    format: text('format', { enum: textFormats }).notNull(),
    content: text('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.format] })],
);

/** The article's questions in editorial order, with their answers, rendered when the article is saved. */
export const articleFaq = sqliteTable(
  'article_faq',
  {
    articleId: integer('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    question: text('question').notNull(),
    markdown: text('markdown').notNull(),
    html: text('html').notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.position] })],
);

export type ArticleFaqRow = typeof articleFaq.$inferSelect;

/** The parts of the article's text in reading order, one row per heading, as places in each of its forms. */
export const articleSection = sqliteTable(
  'article_section',
  {
    articleId: integer('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    /**
     * 0 is the text before the first heading (level 0, empty anchor and heading); it exists even when it is
     * empty.
     */
    position: integer('position').notNull(),
    level: integer('level').notNull(),
    anchor: text('anchor').notNull(),
    heading: text('heading').notNull(),
    /**
     * From where to where the text under the heading goes, in UTF-16 code units; the same for the other
     * forms.
     */
    markdownStart: integer('markdown_start').notNull(),
    markdownEnd: integer('markdown_end').notNull(),
    htmlStart: integer('html_start').notNull(),
    htmlEnd: integer('html_end').notNull(),
    textStart: integer('text_start').notNull(),
    textEnd: integer('text_end').notNull(),
    /**
     * What the Markdown of the part lacks to stand by itself: definitions of its links that are elsewhere in
     * the article.
     */
    definitions: text('definitions').notNull(),
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
