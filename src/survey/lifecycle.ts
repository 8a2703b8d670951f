import type { SurveyRow } from '../db/tables/survey.ts';

export type LifecycleStep = 'SCHEDULE' | 'OPEN' | 'CLOSE' | 'PUBLISH' | 'CANCEL';

type State = SurveyRow['state'];
type Lifecycle = Pick<SurveyRow, 'state' | 'resultSource'>;

/** Where each step leads, and from where it can be taken. */
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

/** The state that the step leads to, or undefined where it cannot be taken. */
export const stateAfter = ({ state, resultSource }: Lifecycle, step: LifecycleStep): State | undefined =>
  statesBefore(step, resultSource).includes(state) ? tallied[step].to : undefined;

/** The states in which each part of a survey can be changed. Options, method and choices stay once a vote is in, whatever the state. */
export const editableIn = {
  title: ['DRAFT', 'SCHEDULED', 'OPEN', 'CLOSED', 'PUBLISHED'],
  description: ['DRAFT', 'SCHEDULED', 'OPEN', 'CLOSED', 'PUBLISHED'],
  question: ['DRAFT', 'SCHEDULED'],
  series: ['DRAFT', 'SCHEDULED'],
  edition: ['DRAFT', 'SCHEDULED'],
  options: ['DRAFT'],
  method: ['DRAFT'],
  maxChoices: ['DRAFT'],
  overvote: ['DRAFT'],
  resultSource: ['DRAFT'],
  resultsVisibility: ['DRAFT', 'SCHEDULED'],
  isSample: ['DRAFT'],
  opensAt: ['DRAFT'],
  closesAt: ['DRAFT'],
} as const satisfies Record<string, readonly State[]>;

const frozenByVotes: readonly string[] = [
  'options',
  'method',
  'maxChoices',
  'overvote',
  'resultSource',
  'resultsVisibility',
];

/** Whether the part of the survey can be changed. */
export function isEditable(
  { state, countedAt }: Pick<SurveyRow, 'state' | 'countedAt'>,
  part: keyof typeof editableIn,
): boolean {
  const states: readonly State[] = editableIn[part];
  const hasVotes = countedAt !== null;
  return states.includes(state) && !(hasVotes && frozenByVotes.includes(part));
}
