import type { MutationResolvers } from '../generated/schema-types.ts';
import { outcomeOf } from '../graphql/user-errors.ts';
import { createSurvey, updateSurvey } from './edit-survey.ts';

export const Mutation = {
  createSurvey: async (_root, { input }, { db, editor }) =>
    outcomeOf('CreateSurveySuccess', 'survey', await createSurvey(db, input, editor)),
  updateSurvey: async (_root, { input }, { db, editor }) =>
    outcomeOf('UpdateSurveySuccess', 'survey', await updateSurvey(db, input, editor)),
} satisfies Partial<MutationResolvers>;
