import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * What the last load of the content folder wrote, so that the next one writes only what has changed since.
 */
export const contentFile = sqliteTable(
  'content_file',
  {
    kind: text('kind', { enum: ['narrative', 'survey', 'article'] }).notNull(),
    slug: text('slug').notNull(),
    /** SHA-256 of what the file said, in hexadecimal. */
    digest: text('digest').notNull(),
    loadedAt: integer('loaded_at').notNull(),
    /** When the row was changed through the API since, so that the next load keeps it; else null. */
    editedAt: integer('edited_at'),
  },
  (table) => [primaryKey({ columns: [table.kind, table.slug] })],
);

/**
 * One row. Triggers count every change of what is published except votes, so that responses can be cached
 * until something changes.
 */
export const contentVersion = sqliteTable(
  'content_version',
  { id: integer('id').primaryKey(), version: integer('version').notNull() },
  (table) => [check('content_version_row', sql`${table.id} = 1`)],
);
