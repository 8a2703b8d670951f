import type {
  CreateNarrativeInput,
  MutationResolvers,
  UpdateNarrativeInput,
} from '../generated/schema-types.ts';
import type { KeysAgree } from '../graphql/keys-agree.ts';
import { resultOf } from '../graphql/user-errors.ts';
import { createNarrative, type NarrativeEdit, updateNarrative } from './edit-narrative.ts';

type Known<Input> = KeysAgree<Input, NarrativeEdit, 'src/narrative/narrative-input.ts'>;

export const Mutation = {
  createNarrative: async (_root, { input }, { db, editor }) =>
    resultOf(
      'CreateNarrative',
      await createNarrative(db, input satisfies Known<CreateNarrativeInput>, editor),
      (narrative) => ({ narrative }),
    ),
  updateNarrative: async (_root, { input }, { db, editor }) =>
    resultOf(
      'UpdateNarrative',
      await updateNarrative(db, input satisfies Known<UpdateNarrativeInput>, editor),
      (narrative) => ({ narrative }),
    ),
} satisfies Partial<MutationResolvers>;
