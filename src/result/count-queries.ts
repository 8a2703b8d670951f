import type { Database as Client } from 'better-sqlite3';
import { inSnapshot } from '../db/snapshot.ts';
import { instantRunoff } from './instant-runoff.ts';
import type { RankingCount } from './ranking.ts';
import { storedRunoff } from './stored-runoff.ts';

// On a plain connection: the counting thread loads neither Drizzle nor GraphQL.

/** A count of all ballots of a RANKED_CHOICE survey in one snapshot. */
export interface RunoffCount {
  surveyId: number;
  /** The survey's `tallyVersion` in the snapshot. */
  version: number;
  ballots: number;
  /** The time of the last vote in the snapshot; null before the first. */
  at: number | null;
  /** Whether voting was over. */
  isComplete: boolean;
  /** `correction.version` in the snapshot, 0 without a correction. */
  pendingVersion: number;
  /** `storedRunoff`. */
  result: string;
}

interface SurveyHead {
  version: number;
  at: number | null;
  isComplete: number;
  isCorrecting: number;
  pendingVersion: number;
}

/**
 * Counts in one read transaction, with batch elimination. Undefined if there is no such survey, and while its
 * imports are corrected: then `ofCorrection` counts what the correction has come to.
 */
export function countRunoff(
  client: Client,
  surveyId: number,
  { ofCorrection = false }: { ofCorrection?: boolean } = {},
): RunoffCount | undefined {
  return inSnapshot(client, () => {
    const head = client
      .prepare<[number], SurveyHead>(
        `select survey.tally_version as version, state in ('CLOSED', 'PUBLISHED') as isComplete, is_correcting as isCorrecting,
            coalesce(max(survey.counted_at, pending.counted_at), pending.counted_at, survey.counted_at) as at,
            coalesce(pending.version, 0) as pendingVersion
          from survey left join correction as pending on pending.survey_id = survey.id where survey.id = ?`,
      )
      .get(surveyId);
    if (head === undefined || (head.isCorrecting === 1) !== ofCorrection) return undefined;
    const options = client
      .prepare<[number], number>('select narrative_id from survey_option where survey_id = ?')
      .pluck()
      .all(surveyId);
    const result = instantRunoff(rankingsOf(client, surveyId), options, { batchElimination: true });
    return {
      surveyId,
      version: head.version,
      ballots: result.ballots,
      at: head.at,
      isComplete: head.isComplete === 1,
      pendingVersion: head.pendingVersion,
      result: storedRunoff(result),
    };
  });
}

/** The distinct rankings of a survey, one by one: there can be as many as ballots. */
export function* rankingsOf(client: Client, surveyId: number): Generator<RankingCount, void> {
  const rows = client
    .prepare<[number], [string, number, number]>(
      'select ranking, count, imported from ranking_count where survey_id = ?',
    )
    .raw()
    .iterate(surveyId);
  // A trigger writes them as arrays of ids.
  for (const [ranking, count, imported] of rows) yield { ranking: JSON.parse(ranking), count, imported };
}
