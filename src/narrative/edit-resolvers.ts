import type { MutationResolvers } from '../generated/schema-types.ts';
import { outcomeOf } from '../graphql/user-errors.ts';
import { createNarrative, updateNarrative } from './edit-narrative.ts';

export const Mutation = {
  createNarrative: (_root, { input }, { db, editor }) =>
    outcomeOf('CreateNarrativeSuccess', 'narrative', createNarrative(db, input, editor)),
  updateNarrative: (_root, { input }, { db, editor }) =>
    outcomeOf('UpdateNarrativeSuccess', 'narrative', updateNarrative(db, input, editor)),
} satisfies Partial<MutationResolvers>;
