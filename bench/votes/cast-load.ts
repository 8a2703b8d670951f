import type { Database } from '../../src/db/client.ts';
import type { Writer } from '../../src/db/writer.ts';
import { isRefusal } from '../../src/text/refusal.ts';
import { castVote } from '../../src/vote/cast-vote.ts';
import { options, secret } from './database.ts';

export interface CastLoad {
  survey: string;
  /** Casts that are under way at once, each by a new voter. */
  voters: number;
  milliseconds: number;
}

let lastVoter = 0;

/** Casts per second at the writer: `castVote` as the API calls it, without HTTP and GraphQL. */
export async function castsPerSecond(
  writer: Writer,
  db: Database,
  { survey, voters, milliseconds }: CastLoad,
): Promise<number> {
  const started = performance.now();
  const end = started + milliseconds;
  let casts = 0;
  const vote = async () => {
    while (performance.now() < end) {
      lastVoter += 1;
      const choices = [options[lastVoter % options.length] ?? ''];
      const result = await castVote(writer, db, secret, {
        survey,
        caller: 'key:bench',
        voter: `voter ${lastVoter}`,
        choices,
      });
      if (isRefusal(result)) throw new Error(result.message);
      casts += 1;
    }
  };
  await Promise.all(Array.from({ length: voters }, vote));
  return casts / ((performance.now() - started) / 1000);
}
