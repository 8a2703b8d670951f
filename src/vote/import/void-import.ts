import type { Database } from '../../db/client.ts';
import type { SurveyRow } from '../../db/tables/survey.ts';
import type { VoteBatchRow } from '../../db/tables/vote.ts';
import type { Writer } from '../../db/writer.ts';
import { settleRunoffHere } from '../../result/settle-runoff.ts';
import { surveysByIds } from '../../survey/queries.ts';
import { unfinishedImportsOfSurvey } from '../../survey/unfinished-import-queries.ts';
import type { Refusal } from '../../text/refusal.ts';
import { restoredCount, startVoidWrites, voidPartWrite } from './correction-writes.ts';
import { finishCorrection } from './finish-correction.ts';
import { voteBatchById } from './import-queries.ts';
import { PartPace } from './part-pace.ts';

export interface VoidInput {
  /** The import's id. */
  batch: string;
  reason: string;
  /** `key:ID`, or `cli`. */
  actor: string;
}

/** Why an import was not voided. */
export type VoidRefusal = Refusal<'NOT_FOUND' | 'SURVEY_STATE' | 'INVALID_INPUT'>;

export interface VoidedVotes {
  /**
   * Votes that this run took out of the count; those that their voters had replaced since were out already.
   */
  voided: number;
  /** Of them, those in whose place an earlier vote counts again. */
  restored: number;
}

export interface VoidReport extends VoidedVotes {
  batch: string;
}

/**
 * Takes all votes of an import out of the count; the log keeps them. It is written in parts, and until the
 * last one readers see the figures from before; a published result gets its next revision then. A run that
 * was killed is resumed by the next. Throws UnavailableError.
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
  await writer.write(
    startVoidWrites({
      batch: id,
      surveyId: survey.id,
      reason,
      fileDigest: null,
      change: {
        actor,
        action: 'voidImport',
        slug: survey.slug,
        before: { import: id, votes: batch.votes },
        after: { import: id, votes: 0 },
        reason,
      },
    }),
  );
  // The run that began it may have been another one.
  const begun = voteBatchById(db, id);
  if (batch.voidFinishedAt !== null) return alreadyVoided(id);
  if (begun?.voidedAt == null) return wrongState(db, survey);
  const report = { batch: id, ...(await voidVotes(writer, db, survey.id)) };
  return (await finishCorrection(writer, db, survey.id)) ? report : unfinished(db, survey);
}

/** Writes what is left of every void of the survey that has begun. */
export async function voidVotes(writer: Writer, db: Database, surveyId: number): Promise<VoidedVotes> {
  const report = { voided: 0, restored: 0 };
  const pace = new PartPace();
  for (const { id, voidedAt } of unfinishedImportsOfSurvey(db, surveyId)) {
    let written = voidedAt === null ? 0 : 1;
    while (written > 0) {
      await pace.rest();
      const started = performance.now();
      const { results } = await writer.write([voidPartWrite(id, pace.size), restoredCount]);
      written = results[0]?.changes ?? 0;
      if (written === 0) break;
      const { restored, last } = results[1]?.rows[0] ?? {};
      report.voided += written;
      report.restored += Number(restored);
      const [end, milliseconds] = [Number(last), performance.now() - started];
      pace.wrote({ first: end - written + 1, last: end, milliseconds });
    }
  }
  return report;
}

/** The survey with every vote counted, so that a revision stores the exact result. */
export async function settledSurvey(
  writer: Writer,
  db: Database,
  id: number,
): Promise<SurveyRow | undefined> {
  const read = () => surveysByIds(db, [id], true).get(id);
  const slug = read()?.slug;
  if (slug !== undefined) await settleRunoffHere(db, writer, slug);
  return read();
}

const alreadyVoided = (id: string): VoidRefusal => ({
  code: 'SURVEY_STATE',
  message: `The import \`${id}\` was voided before; there is nothing left to void.`,
  path: ['batch'],
});

function wrongState(db: Database, survey: SurveyRow): VoidRefusal {
  const { slug, state } = surveysByIds(db, [survey.id], true).get(survey.id) ?? survey;
  return {
    code: 'SURVEY_STATE',
    message: `The survey \`${slug}\` is ${state}; an import is voided while it is OPEN, CLOSED or PUBLISHED.`,
    path: ['batch'],
  };
}

function unfinished(db: Database, survey: SurveyRow): VoidRefusal {
  const replacement = unfinishedImportsOfSurvey(db, survey.id).find(isReplacement);
  if (replacement === undefined) return wrongState(db, survey);
  const { id, replaces } = replacement;
  return {
    code: 'SURVEY_STATE',
    message: `The import \`${id}\` is to take the place of \`${replaces}\` and is not finished. Run \`votes replace\` with its file again, or void \`${id}\`; until then readers see the figures from before.`,
    path: ['batch'],
  };
}

const isReplacement = ({ replaces, voidedAt }: VoteBatchRow): boolean =>
  replaces !== null && voidedAt === null;
