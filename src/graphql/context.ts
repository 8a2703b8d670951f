import type { Database } from '../db/client.ts';

/** What every resolver is given. */
export interface Context {
  db: Database;
  /** Milliseconds since 1970, the same for the whole request. */
  now: number;
  /** Whether the caller may see what is not published yet. */
  seesDrafts: boolean;
}
