import type { Database } from '../../db/client.ts';
import type { SurveyRow } from '../../db/tables/survey.ts';
import type { VoteBatchRow } from '../../db/tables/vote.ts';
import type { Writer } from '../../db/writer.ts';
import { revisionWrites } from '../../result/revision-writes.ts';
import { settleRunoffHere } from '../../result/settle-runoff.ts';
import { auditWrite } from '../../survey/audit-writes.ts';
import { surveysByIds } from '../../survey/queries.ts';
import type { Refusal } from '../../text/refusal.ts';
import { voteBatchById } from './import-queries.ts';
import { restoredCount, voidBatchWrite, voidWrites } from './import-writes.ts';

export interface VoidInput {
  /** The import's id. */
  batch: string;
  reason: string;
  /** `key:ID`, or `cli`. */
  actor: string;
}

/** Why an import was not voided. */
export type VoidRefusal = Refusal<'NOT_FOUND' | 'SURVEY_STATE' | 'INVALID_INPUT'>;

export interface VoidReport {
  batch: string;
  /** Votes that were taken out of the count; those that their voters had replaced since were out already. */
  voided: number;
  /** Of them, those in whose place an earlier vote counts again. */
  restored: number;
}

/**
 * Takes all votes of an import out of the count at once; the log keeps them. A published result gets its
 * next revision by it. One transaction, in which other votes wait (some 30 microseconds a vote).
 */
export async function voidImport(
  writer: Writer,
  db: Database,
  { batch: id, reason, actor }: VoidInput,
): Promise<VoidReport | VoidRefusal> {
  const batch = voteBatchById(db, id);
  const survey = batch && (await settledSurvey(writer, db, batch.surveyId));
  if (batch === undefined || survey === undefined) {
    return { code: 'NOT_FOUND', message: `There is no import \`${id}\`; check its id.`, path: ['batch'] };
  }
  if (reason.trim() === '') {
    return {
      code: 'INVALID_INPUT',
      message: 'Voiding needs a `reason` that readers understand.',
      path: ['reason'],
    };
  }
  const before = batch.voidedAt === null ? standingVotes(batch) : alreadyVoided(id);
  if ('code' in before) return before;
  const { results } = await writer.write([
    voidBatchWrite(id, reason),
    auditWrite({
      actor,
      action: 'voidImport',
      slug: survey.slug,
      before,
      after: { import: id, votes: 0 },
      reason,
    }),
    ...revisionWrites(db, survey, reason),
    voidWrites(id),
    restoredCount,
  ]);
  if (results[0]?.rows.length === 1) {
    await settleRunoffHere(db, writer, survey.slug);
    return {
      batch: id,
      voided: results[4]?.changes ?? 0,
      restored: Number(results[5]?.rows[0]?.restored ?? 0),
    };
  }
  if (voteBatchById(db, id)?.voidedAt != null) return alreadyVoided(id);
  const { state } = surveysByIds(db, [survey.id], true).get(survey.id) ?? survey;
  return {
    code: 'SURVEY_STATE',
    message: `The survey \`${survey.slug}\` is ${state}; an import is voided while it is OPEN, CLOSED or PUBLISHED.`,
    path: ['batch'],
  };
}

/** The survey with every vote counted, so that the revision stores the exact result. */
async function settledSurvey(writer: Writer, db: Database, id: number): Promise<SurveyRow | undefined> {
  const read = () => surveysByIds(db, [id], true).get(id);
  const slug = read()?.slug;
  if (slug !== undefined) await settleRunoffHere(db, writer, slug);
  return read();
}

const standingVotes = ({ id, votes }: VoteBatchRow) => ({ import: id, votes });

const alreadyVoided = (id: string): VoidRefusal => ({
  code: 'SURVEY_STATE',
  message: `The import \`${id}\` was voided before; there is nothing left to void.`,
  path: ['batch'],
});
