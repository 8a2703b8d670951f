import type { SurveyRow } from '../db/tables/survey.ts';

type Lifecycle = Pick<SurveyRow, 'state' | 'opensAt' | 'closesAt'>;

/**
 * Where a survey stands at `now` (milliseconds since 1970): its times open and close it by themselves, whatever was written last.
 * The statements in queries.ts say the same in SQL; a test holds the two together.
 */
export function surveyStatus({ state, opensAt, closesAt }: Lifecycle, now: number): SurveyRow['state'] {
  if (state !== 'SCHEDULED' && state !== 'OPEN') return state;
  if (closesAt !== null && closesAt <= now) return 'CLOSED';
  if (state === 'SCHEDULED' && opensAt !== null && opensAt <= now) return 'OPEN';
  return state;
}

/** Whether the figures may be shown: always with LIVE, else once voting is over. */
export const isResultVisible = (
  survey: Lifecycle & Pick<SurveyRow, 'resultsVisibility'>,
  now: number,
): boolean =>
  survey.resultsVisibility === 'LIVE' || ['CLOSED', 'PUBLISHED'].includes(surveyStatus(survey, now));

/** Whether the figures can no longer move. */
export const isFinal = (survey: Lifecycle, now: number): boolean =>
  ['CLOSED', 'PUBLISHED', 'CANCELLED'].includes(surveyStatus(survey, now));
