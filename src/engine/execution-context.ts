import { markPrivate } from '../db/rows/read-set.ts';
import type { BudgetState, Context } from '../graphql/context.ts';
import type { ResponseSize } from '../graphql/response-size.ts';
import type { Caller } from './caller.ts';

/** Shared by all executions. */
export type ExecutionResources = Pick<
  Context,
  'db' | 'writer' | 'voterSecret' | 'live' | 'settle' | 'publicUrl'
>;

/**
 * The context of one execution. Accessors of the caller's data mark the response as private, so that a
 * resolver cannot forget to; they are its own, so that a copy reads them too. Each property is named, since
 * spreading the resources takes five times as long.
 */
export const executionContext = (
  { db, writer, voterSecret, live, settle, publicUrl }: ExecutionResources,
  { viewer, now }: Pick<Caller, 'viewer' | 'now'>,
  responseSize: ResponseSize,
  budget: () => BudgetState | undefined,
): Context => ({
  db,
  writer,
  voterSecret,
  live,
  settle,
  publicUrl,
  responseSize,
  // Does not mark the response, because responses to callers who see drafts are never cached.
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
