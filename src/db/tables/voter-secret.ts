import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row, once a secret is in use: what the secret is recognised by, without the secret itself. */
export const voterSecret = sqliteTable(
  'voter_secret',
  {
    id: integer('id').primaryKey(),
    /** A hash keyed by the secret (`voterSecretCheck`), base64url. */
    checkValue: text('check_value').notNull(),
    /** When it was first used here, in milliseconds since 1970. */
    since: integer('since').notNull(),
  },
  (table) => [check('voter_secret_row', sql`${table.id} = 1`)],
);
