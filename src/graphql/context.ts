import type { Editor } from '../access/audited.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { Writer } from '../db/writer.ts';
import type { ResponseSize } from './response-size.ts';

/** What a caller may still spend. */
export interface BudgetState {
  limit: number;
  remaining: number;
  /** Milliseconds since 1970. */
  resetAt: number;
}

/** Follows a survey: the row at once, and again after every change; undefined, once, when there is no such survey. */
export interface LiveSource {
  follow: (slug: string, seesDrafts: boolean) => AsyncIterableIterator<SurveyRow | undefined>;
}

/** What reading needs. */
export interface ReadContext {
  db: Database;
  /** Whether the caller may see what is not published yet. */
  seesDrafts: boolean;
}

/** The context of every resolver. Reading `viewer`, `editor` or `budget` makes the response private to the caller. */
export interface Context extends ReadContext {
  readonly viewer: Viewer;
  /** The viewer as the author of changes. */
  readonly editor: Editor;
  /** Writes votes and the steps of surveys; resolves once they are on disk. */
  writer: Writer;
  /** Keys the hashes that stand for voters. */
  voterSecret: Buffer;
  /** Surveys as they change, for subscriptions. */
  live: LiveSource;
  /** Undefined when nothing limits the caller. */
  budget: () => BudgetState | undefined;
  /** Counts the text of the response while it is built. */
  responseSize: ResponseSize;
}
