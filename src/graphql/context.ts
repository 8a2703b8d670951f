import type { Editor } from '../access/audited.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';

/** What a caller may still spend; undefined when nothing limits it. */
export interface BudgetState {
  limit: number;
  remaining: number;
  /** Milliseconds since 1970. */
  resetAt: number;
}

/** What reading needs. */
export interface ReadContext {
  db: Database;
  /** Milliseconds since 1970, the same for the whole request. */
  now: number;
  /** Whether the caller may see what is not published yet. */
  seesDrafts: boolean;
}

/** What every resolver is given. */
export interface Context extends ReadContext {
  viewer: Viewer;
  /** The viewer as the one who makes changes. */
  editor: Editor;
  budget: () => BudgetState | undefined;
}
