import type { SurveyRow } from '../db/tables/survey.ts';

// A survey's status is its stored `state`. Its times alone open and close nothing (`db/survey-schedule.ts`).

/** Whether the figures may be shown: always with LIVE, else once voting is over. */
export const isResultVisible = ({
  state,
  resultsVisibility,
}: Pick<SurveyRow, 'state' | 'resultsVisibility'>): boolean =>
  resultsVisibility === 'LIVE' || state === 'CLOSED' || state === 'PUBLISHED';

/** Whether the figures can no longer move. */
export const isFinal = ({ state }: Pick<SurveyRow, 'state'>): boolean =>
  state === 'CLOSED' || state === 'PUBLISHED' || state === 'CANCELLED';
