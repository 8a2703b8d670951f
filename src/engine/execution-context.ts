import { markPrivate } from '../db/read-set.ts';
import type { BudgetState, Context } from '../graphql/context.ts';
import type { ResponseSize } from '../graphql/response-size.ts';
import type { Caller } from './caller.ts';

/** What every execution shares. */
export type ExecutionResources = Pick<Context, 'db' | 'writer' | 'voterSecret' | 'live'>;

/**
 * The context of one execution. Whatever in it belongs to the caller is read through an accessor that marks the
 * response as private, so that a resolver cannot forget to.
 */
export const executionContext = (
  resources: ExecutionResources,
  { viewer, now }: Pick<Caller, 'viewer' | 'now'>,
  responseSize: ResponseSize,
  budget: () => BudgetState | undefined,
): Context => ({
  ...resources,
  responseSize,
  // Responses to callers who see drafts are never shared, so this alone need not mark anything.
  seesDrafts: viewer.scopes.has('drafts:read'),
  get viewer() {
    markPrivate();
    return viewer;
  },
  get editor() {
    markPrivate();
    return { actor: viewer.id, now };
  },
  budget: () => {
    markPrivate();
    return budget();
  },
});
