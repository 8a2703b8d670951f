import type { Database } from '../../db/client.ts';
import type { Writer } from '../../db/writer.ts';
import { countRunoff } from '../../result/count-queries.ts';
import { revisionWrites } from '../../result/revision-writes.ts';
import { settleRunoffHere } from '../../result/settle-runoff.ts';
import { surveysByIds } from '../../survey/queries.ts';
import { isRunoff } from '../../survey/status.ts';
import { unfinishedImportsOfSurvey } from '../../survey/unfinished-import-queries.ts';
import { finishWrites } from './correction-writes.ts';
import { correctionOfSurvey } from './import-queries.ts';

/** Votes that are cast meanwhile need another count. Under load that could go on for ever. */
const maximumCounts = 5;

/**
 * Ends the correction of a survey once all of it is done: its figures move at once, and those of a published
 * result stay in the revision before. Whether it ended; false while votes are to be voided, or a file that
 * replaces an import is not imported to its end.
 */
export async function finishCorrection(writer: Writer, db: Database, surveyId: number): Promise<boolean> {
  for (let counts = 0; ; counts += 1) {
    const survey = surveysByIds(db, [surveyId], true).get(surveyId);
    if (survey?.isCorrecting !== true) return true;
    const unfinished = unfinishedImportsOfSurvey(db, surveyId);
    const reason = [...new Set(unfinished.flatMap(({ voidReason }) => voidReason ?? []))].join('; ');
    const isCounted = isRunoff(survey) && counts < maximumCounts;
    const count = isCounted ? countRunoff(db.$client, surveyId, { ofCorrection: true }) : undefined;
    const version = correctionOfSurvey(db, surveyId)?.version ?? 0;
    if (isCounted && count?.pendingVersion !== version) continue;
    const { results } = await writer.write(
      finishWrites({ survey, version, count, revision: revisionWrites(db, survey, reason) }),
    );
    if (results[0]?.changes === 1) {
      await settleRunoffHere(db, writer, survey.slug);
      return true;
    }
    // Only votes that were cast meanwhile are a reason to try again.
    if (correctionOfSurvey(db, surveyId)?.version === version) return false;
  }
}
