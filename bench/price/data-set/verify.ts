import { isDeepStrictEqual } from 'node:util';
import { gt } from 'drizzle-orm';
import type { Database } from '../../../src/db/client.ts';
import { survey } from '../../../src/db/tables/survey.ts';
import { keptCount, recount } from '../../../src/vote/recount-queries.ts';

/**
 * Recounts every survey from its log. Returns the number of votes. Throws when the stored counts differ.
 */
export function verifyCounts(db: Database): number {
  const voted = db.select().from(survey).where(gt(survey.ballots, 0)).all();
  let votes = 0;
  for (const row of voted) {
    const counted = recount(db, row);
    if (!isDeepStrictEqual(counted, keptCount(db, row))) throw new Error(`${row.slug} is not counted right.`);
    votes += counted.ballots;
  }
  return votes;
}
