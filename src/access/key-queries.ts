import { desc, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { statement } from '../db/rows/statement.ts';
import { type ApiKeyRow, apiKey } from '../db/tables/access.ts';

const byId = statement((db) =>
  db
    .select()
    .from(apiKey)
    .where(eq(apiKey.id, sql.placeholder('id')))
    .prepare(),
);

export const apiKeyById = (db: Database, id: string): ApiKeyRow | undefined => byId(db).get({ id });

const all = statement((db) =>
  db.select().from(apiKey).orderBy(desc(apiKey.createdAt), desc(apiKey.id)).prepare(),
);

/** All keys, including revoked ones, newest first. */
export const apiKeys = (db: Database): ApiKeyRow[] => all(db).all();
