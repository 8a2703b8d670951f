import type { Database } from '../db/client.ts';
import type { Writer } from '../db/writer.ts';
import { surveyBySlug } from '../survey/queries.ts';
import { isCountCurrent, isRunoff, isVotingOver } from '../survey/status.ts';
import { countRunoff } from './count-queries.ts';
import type { RunoffCounter } from './runoff-counter.ts';
import { runoffWrites } from './runoff-writes.ts';

/** Votes that arrive during a count need another count. Under load that could go on for ever. */
const maximumCounts = 5;

/**
 * Counts a RANKED_CHOICE survey until its count has every vote and, if voting is over, was made after that.
 * `db` must not be in a read transaction, which would hide the new count.
 */
export async function settleRunoff(
  db: Database,
  { count }: Pick<RunoffCounter, 'count'>,
  slug: string,
): Promise<void> {
  for (let counts = 0; counts < maximumCounts; counts += 1) {
    const survey = surveyBySlug(db, slug, true);
    // A correction ends with a count of its own.
    if (survey === undefined || !isRunoff(survey) || survey.isCorrecting) return;
    if (isCountCurrent(survey) && (survey.isRunoffComplete || !isVotingOver(survey))) return;
    await count(survey.id);
  }
}

/** `settleRunoff` in this thread, for commands. */
export const settleRunoffHere = (db: Database, writer: Writer, slug: string): Promise<void> =>
  settleRunoff(
    db,
    {
      count: async (surveyId) => {
        const counted = countRunoff(db.$client, surveyId);
        if (counted !== undefined) await writer.write(runoffWrites(counted));
      },
    },
    slug,
  );
