import type { SurveyRow } from '../db/tables/survey.ts';
import { isFinal, isRunoff } from '../survey/status.ts';
import { type ChannelVotes, channelsOfBallots } from './channels.ts';
import { unlistedShare } from './share.ts';
import type { StoredRunoffResult } from './stored-runoff.ts';
import type { SurveyResult } from './survey-result.ts';

/** What is to be known about a result as a whole. */
export interface Outcome {
  surveyId: number;
  asOf: number | null;
  isFinal: boolean;
  method: SurveyRow['method'];
  tieRule: string;
  rules: OutcomeRules;
  denominator: number | null;
  unlistedShare: number | null;
  revision: number;
  unfinishedImportsReason: string | null;
  channels: ChannelVotes[] | null;
  /** RANKED_CHOICE only: the count, which `roundsOf` shows round by round. */
  runoff: StoredRunoffResult | null;
  /** All options, as they were ranked. */
  results: readonly SurveyResult[];
}

/** RANKED_CHOICE only, but for ties. */
export interface OutcomeRules {
  overvote: SurveyRow['overvote'] | null;
  skips: string | null;
  ties: string;
}

const skipRule =
  'One empty rank passes to the next choice; two in a row exhaust the ballot. A mark that is not an option, such as a write-in, is passed over without being an empty rank.';

const tieRule =
  'Equal figures share a rank, and the places behind it stay empty (1, 2, 2, 4). The order in which options are listed decides nothing.';

const runoffTieRule =
  'Of narratives with the fewest votes, the one leaves that had the fewest in the latest earlier round in which they differ. Those that were level in every round leave together and share a rank; two that are level at the end share the first. The order in which options are listed decides nothing.';

export function outcome(survey: SurveyRow, results: readonly SurveyResult[]): Outcome {
  const runoff = results[0]?.runoff ?? null;
  const isRanked = survey.method === 'RANKED_CHOICE';
  const ties = isRanked ? runoffTieRule : tieRule;
  return {
    surveyId: survey.id,
    asOf: asOf(survey),
    isFinal: isFinal(survey),
    method: survey.method,
    tieRule: ties,
    rules: {
      overvote: isRanked ? survey.overvote : null,
      skips: isRanked ? skipRule : null,
      ties,
    },
    denominator: runoff?.ballots ?? survey.ballots,
    unlistedShare: survey.method === 'SINGLE_CHOICE' ? leftOver(results) : null,
    revision: survey.revision,
    unfinishedImportsReason: survey.unfinishedImportsReason,
    channels: channelsOfBallots(results[0]?.base ?? null),
    runoff,
    results,
  };
}

/** The time of the last vote in the figures. */
function asOf(survey: SurveyRow): number | null {
  const [ballots, at] = isRunoff(survey)
    ? [survey.runoffBallots, survey.runoffAt]
    : [survey.ballots, survey.countedAt];
  return ballots === 0 ? null : at;
}

/** A survey that is tallied here lists every option, so that its shares leave nothing over. */
const leftOver = (results: readonly SurveyResult[]): number =>
  results.some(({ votes }) => votes !== null)
    ? 0
    : unlistedShare(results.map(({ source }) => ('basisPoints' in source ? source.basisPoints : 0)));
