import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import { dataVersion } from '../db/data-version.ts';
import type { ReadSet } from '../db/read-set.ts';
import { versionOf } from '../result/version-queries.ts';
import { nextTransition, surveysByIds } from '../survey/queries.ts';
import { surveyStatus } from '../survey/status.ts';

/** The answer to a public query, ready to be sent. */
export interface CachedResponse {
  /** The answer as JSON: bytes where it is long, so that it need not be encoded each time; a short text goes out in one piece with the header. */
  json: string | Buffer;
  /** Names these bytes among all that were ever answered: the heart of an entity tag. */
  tag: string;
  /** What the answer cost after all, in points. */
  actual: number;
}

interface Entry extends CachedResponse {
  readSet: ReadSet;
  /** Of what the answer shows. */
  version: string;
  /** Of the whole database, when `version` was last found to hold. */
  seenAt: string;
  /** When a survey opens or closes by its times and the answer may become another; milliseconds since 1970. */
  expiresAt: number;
}

const movingSeconds = 1;
const settledSeconds = 60;

/** In characters. */
const shortLength = 16_384;

export interface ResponseCache {
  /** The answer, unless what it shows has changed since it was kept, or a survey has opened or closed by itself. */
  get: (key: string, now: number) => CachedResponse | undefined;
  /** Keeps an answer. To be called in the read transaction in which it was worked out. */
  keep: (
    key: string,
    now: number,
    answer: { text: string; actual: number; readSet: ReadSet },
  ) => CachedResponse;
  /** For how many seconds other caches may serve the answer without asking: longer where no vote can change it. */
  maxAge: (key: string, now: number) => number;
}

/**
 * Answers to public queries, for as long as the database says the same. Every process looks at the database's own versions, so there is
 * nothing to invalidate, and nothing that could be stale: the version of the whole file, which stands still while nobody writes, then that
 * of what the answer shows, so that votes elsewhere and bookkeeping cost a look and no answer. `bytes` bounds the texts.
 */
export function createResponseCache(db: Database, bytes: number): ResponseCache {
  const entries = new LRUCache<string, Entry>({
    maxSize: bytes,
    sizeCalculation: ({ json }, key) => 2 * (json.length + key.length) + 200,
  });

  const holds = (entry: Entry, now: number): boolean => {
    if (now >= entry.expiresAt) return false;
    const seenAt = dataVersion(db);
    if (entry.seenAt === seenAt) return true;
    if (entry.version !== versionOf(db, entry.readSet, now)) return false;
    entry.seenAt = seenAt;
    return true;
  };

  return {
    get: (key, now) => {
      const entry = entries.get(key);
      return entry !== undefined && holds(entry, now) ? entry : undefined;
    },
    keep: (key, now, { text, actual, readSet }) => {
      const entry: Entry = {
        json: text.length < shortLength ? text : Buffer.from(text),
        actual,
        readSet,
        version: versionOf(db, readSet, now),
        seenAt: dataVersion(db),
        tag: hash('sha256', text, 'base64url').slice(0, 27),
        expiresAt: nextTransition(db, now) ?? Number.POSITIVE_INFINITY,
      };
      entries.set(key, entry);
      return entry;
    },
    maxAge: (key, now) => {
      const entry = entries.peek(key);
      if (entry === undefined || !isSettled(db, entry.readSet, now)) return movingSeconds;
      // Not past the next opening or closing.
      return Math.max(movingSeconds, Math.min(settledSeconds, Math.floor((entry.expiresAt - now) / 1_000)));
    },
  };
}

function isSettled(db: Database, { surveys, readsEverySurvey }: ReadSet, now: number): boolean {
  if (readsEverySurvey) return false;
  const rows = [...surveysByIds(db, [...surveys], false).values()];
  // Once voting is over, figures still move while votes are imported.
  return rows.every((survey) => !['OPEN', 'CLOSED'].includes(surveyStatus(survey, now)));
}
