import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The rows of each list under every filter that the API offers, indexed in every order that it offers, so
 * that a page is always a range of an index. Written by triggers. WITHOUT ROWID.
 */
export const listEntry = sqliteTable(
  'list_entry',
  {
    /** JSON: the list's name and the filter's values, null for any (`facetOf`). */
    facet: text('facet').notNull(),
    /** The key of the order DATE, in milliseconds since 1970; 0 if the time is unknown. */
    at: integer('at').notNull(),
    /** The key of the order TITLE, COLLATE NOCASE. */
    title: text('title').notNull(),
    /** The id of the row. */
    id: integer('id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.facet, table.at, table.id] }),
    uniqueIndex('list_entry_by_title').on(table.facet, table.title, table.id),
    uniqueIndex('list_entry_by_id').on(table.facet, table.id),
  ],
);

/** The number of entries of each facet that has any. Written by triggers. */
export const listCount = sqliteTable(
  'list_count',
  { facet: text('facet').primaryKey(), entries: integer('entries').notNull() },
  (table) => [check('list_count_entries', sql`${table.entries} > 0`)],
);
