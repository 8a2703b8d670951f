import type { Database } from '../../db/client.ts';
import type { Writer } from '../../db/writer.ts';
import { finishCorrection } from './finish-correction.ts';
import type { ImportReport } from './import-plan.ts';
import { voteBatchById } from './import-queries.ts';
import { ImportRefusedError } from './import-refused.ts';
import { type ImportRun, importVotes } from './import-votes.ts';
import type { ImportOptions } from './plan-import.ts';
import { settledSurvey, type VoidedVotes, type VoidInput } from './void-import.ts';

export interface ReplaceReport extends ImportReport, VoidedVotes {
  /** The import that the file has replaced. */
  replacedImport: string;
}

export type ReplaceOptions = Omit<ImportOptions, 'survey' | 'isCorrection'> &
  Pick<ImportRun, 'isStrict' | 'onProgress' | 'onFault'> &
  VoidInput;

/**
 * Voids an import and imports the corrected file in its place, as one change: until the last part is written
 * readers see the figures from before, and a published result gets its next revision then. A run that was
 * killed is resumed by the next. Throws ImportRefusedError, before anything is written unless another process
 * interferes, and UnavailableError.
 */
export async function replaceImport(
  writer: Writer,
  db: Database,
  secret: Buffer,
  { batch: id, reason, actor, ...options }: ReplaceOptions,
): Promise<ReplaceReport> {
  const batch = voteBatchById(db, id);
  const survey = batch && (await settledSurvey(writer, db, batch.surveyId));
  if (batch === undefined || survey === undefined) {
    throw new ImportRefusedError(`There is no import \`${id}\`; check its id.`);
  }
  if (reason.trim() === '') {
    throw new ImportRefusedError('Replacing an import needs a reason that readers understand.');
  }
  const voided = { voided: 0, restored: 0 };
  const report = await importVotes(writer, db, secret, {
    ...options,
    survey: survey.slug,
    replacing: {
      batch,
      reason,
      actor,
      onVoided: (votes) => Object.assign(voided, votes),
    },
  });
  await finishCorrection(writer, db, survey.id);
  return { ...report, ...voided, replacedImport: id };
}
