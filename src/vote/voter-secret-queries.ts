import { sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { voteEvent } from '../db/tables/vote.ts';
import { voterSecret } from '../db/tables/voter-secret.ts';

/** By what the secret that hashed the voters of this database is recognised; undefined while none has. */
export const storedSecretCheck = (db: Database): string | undefined =>
  db.select({ checkValue: voterSecret.checkValue }).from(voterSecret).get()?.checkValue;

/** Whether a secret has been used here, also in a database of a version that did not keep check values yet (then: not known). */
export const isSecretKnown = (db: Database): boolean =>
  db.get(sql`select 1 from sqlite_schema where name = 'voter_secret'`) !== undefined &&
  storedSecretCheck(db) !== undefined;

export const hasVoteEvents = (db: Database): boolean =>
  db.select({ sequence: voteEvent.sequence }).from(voteEvent).limit(1).get() !== undefined;

/** Puts a check value in the place of `before`, unless another process has been faster. Returns the one that is stored then. */
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
