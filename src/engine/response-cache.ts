import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import { dataVersion } from '../db/data-version.ts';
import type { ReadSet } from '../db/read-set.ts';
import { versionOf } from '../result/version-queries.ts';
import { surveysByIds } from '../survey/queries.ts';

/** The response to a public query, ready to be sent. */
export interface CachedResponse {
  /** JSON: bytes where it is long, so that it is encoded once; a short text goes out in one piece with the headers. */
  json: string | Buffer;
  /** A hash of the bytes, for entity tags. */
  tag: string;
  /** What the response cost, in points. */
  actual: number;
}

interface Entry extends CachedResponse {
  readSet: ReadSet;
  /** Of everything that the response was made from. */
  version: string;
  /** Of the whole database, when `version` was last found unchanged. */
  seenAt: string;
}

const movingSeconds = 1;
const settledSeconds = 60;

/** In characters. */
const shortLength = 16_384;

export interface ResponseCache {
  /** The response, unless what it was made from has changed since. */
  get: (key: string) => CachedResponse | undefined;
  /** Caches a response. Must be called in the read transaction in which it was made. */
  set: (key: string, response: { text: string; actual: number; readSet: ReadSet }) => CachedResponse;
  /** For how many seconds other caches may serve the response without asking: longer where nothing is due to change it. */
  maxAge: (key: string) => number;
}

/**
 * Responses to public queries, for as long as the database has not changed what they were made from. Every process
 * compares the database's own versions, so nothing is invalidated and nothing can be stale: first the version of the
 * whole file, which does not move while nothing is written, then that of the read set, so that votes elsewhere and
 * bookkeeping flush nothing. `bytes` bounds the texts.
 */
export function createResponseCache(db: Database, bytes: number): ResponseCache {
  const entries = new LRUCache<string, Entry>({
    maxSize: bytes,
    sizeCalculation: ({ json }, key) => 2 * (json.length + key.length) + 200,
  });

  const isCurrent = (entry: Entry): boolean => {
    const seenAt = dataVersion(db);
    if (entry.seenAt === seenAt) return true;
    if (entry.version !== versionOf(db, entry.readSet)) return false;
    entry.seenAt = seenAt;
    return true;
  };

  return {
    get: (key) => {
      const entry = entries.get(key);
      return entry !== undefined && isCurrent(entry) ? entry : undefined;
    },
    set: (key, { text, actual, readSet }) => {
      const entry: Entry = {
        json: text.length < shortLength ? text : Buffer.from(text),
        actual,
        readSet,
        version: versionOf(db, readSet),
        seenAt: dataVersion(db),
        tag: hash('sha256', text, 'base64url').slice(0, 27),
      };
      entries.set(key, entry);
      return entry;
    },
    maxAge: (key) => {
      const entry = entries.peek(key);
      return entry !== undefined && isSettled(db, entry.readSet) ? settledSeconds : movingSeconds;
    },
  };
}

function isSettled(db: Database, { surveys, readsEverySurvey }: ReadSet): boolean {
  if (readsEverySurvey) return false;
  const rows = [...surveysByIds(db, [...surveys], false).values()];
  // One that is SCHEDULED may open at any moment, and imports still change the figures of one that is CLOSED.
  return rows.every(({ state }) => !['SCHEDULED', 'OPEN', 'CLOSED'].includes(state));
}
