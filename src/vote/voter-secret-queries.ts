import { sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { voteEvent } from '../db/tables/vote.ts';
import { voterSecret } from '../db/tables/voter-secret.ts';

/**
 * The check value of the secret that the voters of this database are hashed with; undefined while there is
 * none.
 */
export const storedSecretCheck = (db: Database): string | undefined =>
  db.select({ checkValue: voterSecret.checkValue }).from(voterSecret).get()?.checkValue;

/** Whether the database has a check value; false in one that is not migrated yet. */
export const isSecretKnown = (db: Database): boolean =>
  db.get(sql`select 1 from sqlite_schema where name = 'voter_secret'`) !== undefined &&
  storedSecretCheck(db) !== undefined;

export const hasVoteEvents = (db: Database): boolean =>
  db.select({ sequence: voteEvent.sequence }).from(voteEvent).limit(1).get() !== undefined;

/**
 * Stores a check value in place of `before`, unless another process was faster. Returns the value that is
 * stored now.
 */
export function replaceSecretCheck(
  db: Database,
  before: string | undefined,
  checkValue: string,
  now: number,
): string {
  db.insert(voterSecret)
    .values({ id: 1, checkValue, since: now })
    .onConflictDoUpdate({
      target: voterSecret.id,
      set: { checkValue, since: now },
      setWhere: sql`${voterSecret.checkValue} is ${before ?? null} and not exists (select 1 from ${voteEvent})`,
    })
    .run();
  return storedSecretCheck(db) ?? checkValue;
}
