import type { SurveyRow } from '../db/tables/survey.ts';

/**
 * Why a vote was not taken: a failure that the caller can mend, in the form of the contract's
 * `UserError`.
 */
export interface VoteRefusal {
  code:
    | 'SURVEY_NOT_OPEN'
    | 'UNKNOWN_CHOICE'
    | 'TOO_MANY_CHOICES'
    | 'TOO_FEW_CHOICES'
    | 'DUPLICATE_CHOICE'
    | 'IDEMPOTENCY_CONFLICT'
    | 'VOTE_NOT_FOUND';
  message: string;
  /** Keys of the input from the outside in. */
  path: string[];
}

export const isVoteRefusal = (value: object): value is VoteRefusal => 'code' in value && 'message' in value;

export const unknownSurvey = (slug: string): VoteRefusal => ({
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
}: Pick<SurveyRow, 'slug' | 'state' | 'opensAt'>): VoteRefusal => {
  const opening =
    state === 'SCHEDULED' && opensAt !== null
      ? `; vote from ${new Date(opensAt).toISOString()} on`
      : '; votes are taken while it is OPEN only';
  return {
    code: 'SURVEY_NOT_OPEN',
    message: `The survey \`${slug}\` ${notOpen[state]}${opening}.`,
    path: ['survey'],
  };
};

export const idempotencyConflict = (): VoteRefusal => ({
  code: 'IDEMPOTENCY_CONFLICT',
  message:
    'This `idempotencyKey` was used for another request on this survey; repeat that request unchanged, or choose a new key.',
  path: ['idempotencyKey'],
});

export const voteNotFound = (slug: string): VoteRefusal => ({
  code: 'VOTE_NOT_FOUND',
  message: `This voter has no vote in the survey \`${slug}\`, so there is nothing to withdraw.`,
  path: ['voter'],
});
