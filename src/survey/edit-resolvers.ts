import type { MutationResolvers } from '../generated/schema-types.ts';
import { outcomeOf } from '../graphql/user-errors.ts';
import { createSurvey, updateSurvey } from './edit-survey.ts';

export const Mutation = {
  createSurvey: (_root, { input }, { db, editor }) =>
    outcomeOf('CreateSurveySuccess', 'survey', createSurvey(db, input, editor)),
  updateSurvey: (_root, { input }, { db, editor }) =>
    outcomeOf('UpdateSurveySuccess', 'survey', updateSurvey(db, input, editor)),
} satisfies Partial<MutationResolvers>;
