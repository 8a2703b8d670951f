import type { SurveyRow } from '../db/tables/survey.ts';

export type LifecycleStep = 'SCHEDULE' | 'OPEN' | 'CLOSE' | 'PUBLISH' | 'CANCEL';

type State = SurveyRow['state'];
type Lifecycle = Pick<SurveyRow, 'state' | 'resultSource'>;

/** Where each step leads, and the states from which it is allowed. */
const tallied: Record<LifecycleStep, { from: readonly State[]; to: State }> = {
  SCHEDULE: { from: ['DRAFT'], to: 'SCHEDULED' },
  OPEN: { from: ['DRAFT', 'SCHEDULED'], to: 'OPEN' },
  CLOSE: { from: ['OPEN'], to: 'CLOSED' },
  PUBLISH: { from: ['CLOSED'], to: 'PUBLISHED' },
  CANCEL: { from: ['DRAFT', 'SCHEDULED', 'OPEN', 'CLOSED'], to: 'CANCELLED' },
};

/** A reported result was voted on elsewhere: it is written, then published. */
const reported: Partial<typeof tallied> = { PUBLISH: { from: ['DRAFT'], to: 'PUBLISHED' } };

/** The states from which a survey of this kind can take the step; none for a step that it has not. */
export const statesBefore = (
  step: LifecycleStep,
  resultSource: SurveyRow['resultSource'],
): readonly State[] => (resultSource === 'REPORTED' ? reported[step] : tallied[step])?.from ?? [];

/** The state that the step leads to, or undefined where it is not allowed. */
export const stateAfter = ({ state, resultSource }: Lifecycle, step: LifecycleStep): State | undefined =>
  statesBefore(step, resultSource).includes(state) ? tallied[step].to : undefined;
