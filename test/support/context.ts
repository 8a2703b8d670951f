import { anonymous } from '../../src/access/viewer.ts';
import type { Context, ReadContext } from '../../src/graphql/context.ts';

/** The context of a caller who is nobody in particular. */
export const contextFor = (read: ReadContext): Context => ({
  ...read,
  viewer: anonymous,
  editor: { actor: anonymous.id, now: read.now },
  budget: () => undefined,
});
