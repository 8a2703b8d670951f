import { and, eq, isNull } from 'drizzle-orm';
import type { Connection } from '../db/client.ts';
import { type ApiKeyRow, apiKey } from '../db/tables/access.ts';
import type { BoundStatement } from '../db/writer-message.ts';

export const insertApiKey = (db: Connection, row: ApiKeyRow): void => {
  db.insert(apiKey).values(row).run();
};

/** Returns false for a key that is unknown or already revoked. */
export const endApiKey = (db: Connection, id: string, now: number): boolean =>
  db
    .update(apiKey)
    .set({ revokedAt: now })
    .where(and(eq(apiKey.id, id), isNull(apiKey.revokedAt)))
    .run().changes > 0;

const minuteOf = (now: number): number => now - (now % 60_000);

/** Whether `lastUsedAt` is of an earlier minute than `now`, so that `useWrite` would change it. */
export const isLastUseOutdated = ({ lastUsedAt }: ApiKeyRow, now: number): boolean =>
  lastUsedAt === null || lastUsedAt < minuteOf(now);

/** Records the last use of a key, rounded down to the minute. An equal or earlier time does not change it. */
export const useWrite = (id: string, now: number): BoundStatement => ({
  sql: `update api_key set last_used_at = @lastUsedAt
    where id = @id and (last_used_at is null or last_used_at < @lastUsedAt)`,
  params: { id, lastUsedAt: minuteOf(now) },
});
