import type { Database } from '../db/client.ts';
import type { Writer } from '../db/writer.ts';
import { hasUnlistedVotes } from './queries.ts';

/** A trigger lists the next 2,000 votes of one survey. */
const listMore = {
  sql: `update vote_listing set steps = steps + 1
    where survey_id = (select survey_id from vote_listing where listed_to is not null limit 1)`,
  params: {},
};

/**
 * Fills `vote_choice` for every survey whose voting is over. The close itself lists the first 2,000 votes;
 * here each further 2,000 are a transaction, so that other votes do not wait long. Throws UnavailableError.
 */
export async function listVotes(writer: Pick<Writer, 'write'>, db: Database): Promise<void> {
  while (hasUnlistedVotes(db)) await writer.write([listMore]);
}
