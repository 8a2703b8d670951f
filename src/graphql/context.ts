import type { Editor } from '../access/audited.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { Writer } from '../db/writer.ts';
import type { ResponseSize } from './response-size.ts';

/** A caller's budget of cost points. */
export interface BudgetState {
  limit: number;
  remaining: number;
  /** Milliseconds since 1970. */
  resetAt: number;
}

/**
 * Subscribes to a survey: yields its row now and after every change; yields undefined once
 * if there is no such survey.
 */
export interface LiveSource {
  follow: (slug: string, seesDrafts: boolean) => AsyncIterableIterator<SurveyRow | undefined>;
}

/** The part of the context that reads need. */
export interface ReadContext {
  db: Database;
  /** Whether the caller may read drafts. */
  seesDrafts: boolean;
}

/**
 * The context of every resolver. Reading `viewer`, `editor` or `budget` makes the
 * response private to the caller.
 */
export interface Context extends ReadContext {
  readonly viewer: Viewer;
  /** The viewer as the author of changes. */
  readonly editor: Editor;
  /** Writes votes and survey transitions; resolves when they are on disk. */
  writer: Writer;
  /** The HMAC key of voter ids. */
  voterSecret: Buffer;
  /** Survey changes, for subscriptions. */
  live: LiveSource;
  /**
   * Resolves when a RANKED_CHOICE survey, by its slug, is counted with every vote; after 3 s at the latest.
   */
  settle: (survey: string) => Promise<void>;
  /** Undefined when the caller has no limit. */
  budget: () => BudgetState | undefined;
  /** The origin at which the public reaches the server, such as `https://awards.example.org`. */
  publicUrl: () => string;
  /** Measures the response while it is built. */
  responseSize: ResponseSize;
}
