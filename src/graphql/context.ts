import type { Editor } from '../access/audited.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { Writer } from '../db/writer.ts';

/** What a caller may still spend; undefined when nothing limits it. */
export interface BudgetState {
  limit: number;
  remaining: number;
  /** Milliseconds since 1970. */
  resetAt: number;
}

/** Follows a survey: the row at once and anew whenever something changed; undefined, once, when there is none. */
export interface LiveSource {
  follow: (slug: string, seesDrafts: boolean) => AsyncIterableIterator<SurveyRow | undefined>;
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
  /** Takes votes and moves surveys on; answers once it is on disk. */
  writer: Writer;
  /** Keys the hashes that stand for voters. */
  voterSecret: Buffer;
  /** Surveys as they move, for subscriptions. */
  live: LiveSource;
  budget: () => BudgetState | undefined;
}
