import type { SurveyRow } from '../db/tables/survey.ts';
import type { Refusal } from '../text/refusal.ts';

/** Why a ballot cannot be counted. */
export type BallotRefusal = Refusal<
  'UNKNOWN_CHOICE' | 'TOO_MANY_CHOICES' | 'TOO_FEW_CHOICES' | 'DUPLICATE_CHOICE'
>;

/** Why a vote was neither cast nor withdrawn, whatever its ballot. */
export type VoteRefusal = Refusal<'SURVEY_NOT_OPEN' | 'IDEMPOTENCY_CONFLICT'>;

export const unknownSurvey = (slug: string): Refusal<'SURVEY_NOT_OPEN'> => ({
  code: 'SURVEY_NOT_OPEN',
  message: `There is no survey \`${slug}\` that takes votes; \`surveys(filter: { status: [OPEN] })\` lists those that do.`,
  path: ['survey'],
});

const notOpen = {
  DRAFT: 'is not announced yet',
  SCHEDULED: 'has not opened yet',
  OPEN: 'took no votes at the time this one arrived',
  CLOSED: 'has closed',
  PUBLISHED: 'has closed, and its result is published',
  CANCELLED: 'was called off',
};

export const surveyNotOpen = ({
  slug,
  state,
  opensAt,
}: Pick<SurveyRow, 'slug' | 'state' | 'opensAt'>): Refusal<'SURVEY_NOT_OPEN'> => {
  const opening =
    state === 'SCHEDULED' && opensAt !== null
      ? `; vote from ${new Date(opensAt).toISOString()} on`
      : '; votes are accepted while it is OPEN only';
  return {
    code: 'SURVEY_NOT_OPEN',
    message: `The survey \`${slug}\` ${notOpen[state]}${opening}.`,
    path: ['survey'],
  };
};

export const idempotencyConflict = (): Refusal<'IDEMPOTENCY_CONFLICT'> => ({
  code: 'IDEMPOTENCY_CONFLICT',
  message:
    'This `idempotencyKey` was used for another request on this survey; repeat that request unchanged, or choose a new key.',
  path: ['idempotencyKey'],
});

export const voteNotFound = (slug: string): Refusal<'VOTE_NOT_FOUND'> => ({
  code: 'VOTE_NOT_FOUND',
  message: `This voter has no vote in the survey \`${slug}\`, so there is nothing to withdraw.`,
  path: ['voter'],
});
