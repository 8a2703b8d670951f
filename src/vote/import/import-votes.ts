import type { Database } from '../../db/client.ts';
import type { VoteBatchRow } from '../../db/tables/vote.ts';
import type { Writer } from '../../db/writer.ts';
import { answerReports } from './answer-reports.ts';
import { checkFile } from './check-file.ts';
import { startVoidWrites } from './correction-writes.ts';
import { type Replacement, writeImport } from './import-parts.ts';
import type { CheckedFile, ImportPlan, ImportReport } from './import-plan.ts';
import { voteBatchOfFile } from './import-queries.ts';
import { ImportRefusedError, type RowFault } from './import-refused.ts';
import { type ImportOptions, planImport } from './plan-import.ts';
import { resultAfter } from './result-after.ts';
import { type VoidedVotes, voidVotes } from './void-import.ts';

export interface ImportProgress {
  phase: 'CHECK' | 'WRITE';
  rows: number;
  /** How many there are in all, once they were counted. */
  total: number | undefined;
}

/** An import whose place the file is to take. */
export interface Replacing {
  batch: VoteBatchRow;
  reason: string;
  /** `key:ID`, or `cli`. */
  actor: string;
  onVoided: (votes: VoidedVotes) => void;
}

export interface ImportRun {
  replacing?: Replacing | undefined;
  /** Check and report only. */
  isDryRun?: boolean | undefined;
  /** Import nothing if a single row is faulty. */
  isStrict?: boolean | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Each row that is left out, once, in the order of the file as far as possible. */
  onFault?: ((fault: RowFault) => void) | undefined;
}

/**
 * Imports survey answers as votes, while the survey is open or closed. The file is read to its end before
 * anything is written, so that a file that breaks off is not imported by half; a run that was killed is
 * resumed where it ended, and a second run adds nothing. A dry run returns what a run would throw as
 * `refusal`. Throws ImportRefusedError, and UnavailableError (run it again then).
 */
export async function importVotes(
  writer: Writer,
  db: Database,
  secret: Buffer,
  {
    isDryRun = false,
    isStrict = false,
    onProgress = () => {},
    onFault = () => {},
    replacing,
    ...options
  }: ImportOptions & ImportRun,
): Promise<ImportReport> {
  // Writes scheduled openings and closings, so that the state below is current.
  const { now } = await writer.write([]);
  const plan = await planImport(db, { ...options, isCorrection: replacing !== undefined }, now);
  const checked = await checkFile(plan, {
    isWhole: isDryRun,
    onRows: (rows) => onProgress({ phase: 'CHECK', rows, total: undefined }),
    onFault,
  });
  const sameFile = voteBatchOfFile(db, plan.survey.id, checked.digest);
  const refusal = refusalOf(plan, checked, sameFile, isStrict, replacing);
  // The import to be replaced may be one of this very file, read in another way.
  const before = sameFile?.id === replacing?.batch.id ? undefined : sameFile;
  const report: ImportReport = {
    ...checked.report,
    batch: undefined,
    added: 0,
    replacedEarlier: 0,
    refusal,
    result: null,
    reading: { ...plan.understood, answers: answerReports(plan, checked.answers) },
  };
  if (isDryRun) return { ...report, ...resultAfter(db, secret, plan, checked) };
  if (refusal !== null) throw new ImportRefusedError(refusal);
  if (before !== undefined && before.finishedAt !== null) return { ...report, batch: before.id };
  const written = await writeImport(writer, secret, plan, checked, {
    onRows: (rows) => onProgress({ phase: 'WRITE', rows, total: report.rows }),
    replacing: replacing && replacementOf(writer, db, plan, checked, replacing),
  });
  return { ...report, ...written };
}

/** How the void of the replaced import begins with the import, and goes on before its votes are written. */
const replacementOf = (
  writer: Writer,
  db: Database,
  { survey }: ImportPlan,
  { digest, report }: CheckedFile,
  { batch, reason, actor, onVoided }: Replacing,
): Replacement => ({
  batch: batch.id,
  startWrites: startVoidWrites({
    batch: batch.id,
    surveyId: survey.id,
    reason,
    fileDigest: digest,
    change: {
      actor,
      action: 'replaceImport',
      slug: survey.slug,
      before: { import: batch.id, votes: batch.votes },
      after: { file: digest, votes: report.votes },
      reason,
    },
  }),
  voidVotes: async () => onVoided(await voidVotes(writer, db, survey.id)),
});

/** Why the file is not imported; null when it is. */
function refusalOf(
  { reading, unknownColumns }: ImportPlan,
  { report }: CheckedFile,
  before: VoteBatchRow | undefined,
  isStrict: boolean,
  replacing: Replacing | undefined,
): string | null {
  const { rows, votes, blank, faulty, filtered } = report;
  if (unknownColumns.length > 0) {
    const names = unknownColumns.map((name) => `\`${name}\``).join(', ');
    return `The columns ${names} are not named for options of the survey. Name each in a map: a slug, or null for a mark that is not a choice.`;
  }
  if (isStrict && faulty > 0) {
    return `${faulty} of ${rows} rows are faulty, and --strict allows none. Correct the file, or leave those rows out without --strict.`;
  }
  const elsewhere =
    replacing === undefined ? replacedBy(before) : replacementFault(replacing, before, reading);
  if (elsewhere !== null) return elsewhere;
  if (before !== undefined && before.options !== reading && before.id !== replacing?.batch.id) {
    return `This file was imported in another way (import ${before.id}). Nothing was imported now; void that import first.`;
  }
  if (votes > 0) return null;
  return rows === 0
    ? 'The file has no row after its header. Nothing was imported.'
    : `No row is a vote: ${faulty} are faulty, ${blank} blank and ${filtered} left out by a filter. Nothing was imported.`;
}

const replacedBy = (before: VoteBatchRow | undefined): string | null =>
  before === undefined || before.replaces === null || before.finishedAt !== null
    ? null
    : `This file is to take the place of the import ${before.replaces} and is not finished. Run \`votes replace\` with it again, or void the import ${before.id}.`;

function replacementFault(
  { batch }: Replacing,
  before: VoteBatchRow | undefined,
  reading: string,
): string | null {
  const isResumed = before?.replaces === batch.id;
  if (before?.id === batch.id) {
    return batch.finishedAt !== null && batch.options === reading
      ? 'This is the file of the import that it is to replace, read in the same way: nothing would change.'
      : null;
  }
  if (before !== undefined && !isResumed) {
    return `This file was imported before (import ${before.id}). Nothing was imported now; void that import first.`;
  }
  if (batch.voidedAt === null || isResumed) return null;
  return batch.voidFinishedAt === null
    ? `The import ${batch.id} is being voided, or replaced by another file. Run that again to its end first.`
    : `The import ${batch.id} was voided before. Import the file instead.`;
}
