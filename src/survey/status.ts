import type { SurveyRow } from '../db/tables/survey.ts';

// A survey's status is its stored `state`. Its times alone open and close nothing (`db/survey-schedule.ts`).

/** Whether voting is over and the survey was not cancelled. */
export const isVotingOver = ({ state }: Pick<SurveyRow, 'state'>): boolean =>
  state === 'CLOSED' || state === 'PUBLISHED';

type Counted = Pick<
  SurveyRow,
  'method' | 'resultSource' | 'tallyVersion' | 'runoffVersion' | 'isRunoffComplete'
>;

/** Whether the result is a count of all ballots (`runoff`), which lags behind the votes, and not a tally. */
export const isRunoff = ({ method, resultSource }: Pick<SurveyRow, 'method' | 'resultSource'>): boolean =>
  method === 'RANKED_CHOICE' && resultSource === 'TALLIED';

/** Whether the stored result counts every vote. */
export const isCountCurrent = (survey: Counted): boolean =>
  !isRunoff(survey) || survey.runoffVersion === survey.tallyVersion;

/**
 * Whether the result is public: always with LIVE, else once voting is over and every vote is counted. It
 * stays public while later imports are counted. A survey that was called off has none.
 */
export const isResultVisible = (survey: Counted & Pick<SurveyRow, 'state' | 'resultsVisibility'>): boolean =>
  (survey.resultsVisibility === 'LIVE' && survey.state !== 'CANCELLED') ||
  (isVotingOver(survey) && (isCountCurrent(survey) || survey.isRunoffComplete));

/** Whether the stored result is the published one and counts every vote. */
export const isFinal = (survey: Counted & Pick<SurveyRow, 'state'>): boolean =>
  survey.state === 'PUBLISHED' && isCountCurrent(survey);

/** How many ballots the stored result counts; null for REPORTED. */
export const countedBallots = (
  survey: Pick<SurveyRow, 'method' | 'resultSource' | 'ballots' | 'runoffBallots'>,
): number | null => (isRunoff(survey) ? survey.runoffBallots : survey.ballots);

/** Grows with every change of the stored result. */
export const figuresVersion = (survey: Counted): number =>
  isRunoff(survey) ? survey.runoffVersion : survey.tallyVersion;
