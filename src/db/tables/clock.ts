import { sql } from 'drizzle-orm';
import { check, integer, real, sqliteTable } from 'drizzle-orm/sqlite-core';

/** One row: what writers of all processes must agree on about the time. */
export const clock = sqliteTable(
  'clock',
  {
    id: integer('id').primaryKey(),
    /**
     * The time of the last transaction that wrote something, in milliseconds since 1970: no later one is
     * earlier.
     */
    writtenAt: integer('written_at').notNull(),
    /**
     * While a process doubts the time (`SharedDoubt`), else null: since when, by the monotonic clock, in
     * milliseconds.
     */
    doubtSince: real('doubt_since'),
    /** The trusted time when that was last written, in milliseconds since 1970. */
    doubtTime: real('doubt_time'),
    /** When that was last written, on the machine's monotonic clock. */
    doubtSeen: real('doubt_seen'),
  },
  (table) => [check('clock_row', sql`${table.id} = 1`)],
);
