import type { CreateSurveyInput, MutationResolvers, UpdateSurveyInput } from '../generated/schema-types.ts';
import type { KeysAgree } from '../graphql/keys-agree.ts';
import { resultOf } from '../graphql/user-errors.ts';
import { createSurvey, type SurveyEdit, updateSurvey } from './edit-survey.ts';

type Known<Input> = KeysAgree<Input, SurveyEdit, 'src/survey/survey-input.ts'>;

export const Mutation = {
  createSurvey: async (_root, { input }, { db, editor }) =>
    resultOf(
      'CreateSurvey',
      await createSurvey(db, input satisfies Known<CreateSurveyInput>, editor),
      (survey) => ({ survey }),
    ),
  updateSurvey: async (_root, { input }, { db, editor }) =>
    resultOf(
      'UpdateSurvey',
      await updateSurvey(db, input satisfies Known<UpdateSurveyInput>, editor),
      (survey) => ({ survey }),
    ),
} satisfies Partial<MutationResolvers>;
