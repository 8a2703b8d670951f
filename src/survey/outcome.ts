import type { SurveyRow } from '../db/tables/survey.ts';
import { unlistedShare } from './share.ts';
import type { Standing } from './standing.ts';
import { isFinal } from './status.ts';

/** What is to be known about a result as a whole. */
export interface Outcome {
  asOf: number | null;
  isFinal: boolean;
  method: SurveyRow['method'];
  tieRule: string;
  denominator: number | null;
  unlistedShare: number | null;
}

const tieRule =
  'Equal figures share a rank, and the places behind it stay empty (1, 2, 2, 4). The order in which options are listed decides nothing.';

export function outcome(survey: SurveyRow, standings: readonly Standing[], now: number): Outcome {
  return {
    asOf: survey.countedAt,
    isFinal: isFinal(survey, now),
    method: survey.method,
    tieRule,
    denominator: survey.ballots,
    unlistedShare: survey.method === 'APPROVAL' ? null : leftOver(standings),
  };
}

/** A survey that is tallied here lists every option, so that its shares leave nothing over. */
const leftOver = (standings: readonly Standing[]): number =>
  standings.some(({ votes }) => votes !== null)
    ? 0
    : unlistedShare(standings.map(({ source }) => ('basisPoints' in source ? source.basisPoints : 0)));
