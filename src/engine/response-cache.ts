import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import { dataVersion } from '../db/data-version.ts';
import type { ReadSet } from '../db/rows/read-set.ts';
import { versionOf } from '../result/version-queries.ts';
import { surveysByIds } from '../survey/queries.ts';
import { isCountCurrent } from '../survey/status.ts';

/** The serialized response to a public query. */
export interface CachedResponse {
  /** A Buffer if it is long, to encode it once. A short string is sent in one chunk with the headers. */
  json: string | Buffer;
  /** A hash of the text, for entity tags. */
  tag: string;
  /** The actual cost, in points. */
  actual: number;
}

interface Entry extends CachedResponse {
  readSet: ReadSet;
  /** The version of the read set. */
  version: string;
  /** The version of the whole database when `version` was last checked. */
  checkedAt: string;
}

const liveMaxAge = 1;
const settledMaxAge = 60;

/** In characters. */
const shortLength = 16_384;

export interface ResponseCache {
  /** The response, if its read set is unchanged. */
  get: (key: string) => CachedResponse | undefined;
  /** Caches a response, unless any vote can change it. Call it in the read transaction of the response. */
  set: (key: string, response: { text: string; actual: number; readSet: ReadSet }) => CachedResponse;
  /**
   * `max-age` in seconds: 60 if neither a vote nor a scheduled opening or closing can
   * change the response, else 1.
   */
  maxAge: (key: string) => number;
}

/**
 * Caches responses to public queries for as long as the data that they were read from is unchanged. `get`
 * compares versions in the database, so there is no invalidation and no stale response, in any process: first
 * the version of the whole file, then, if there were writes, the version of the read set. Unrelated votes and
 * bookkeeping do not flush entries. `bytes` limits the memory.
 */
export function createResponseCache(db: Database, bytes: number): ResponseCache {
  const entries = new LRUCache<string, Entry>({
    maxSize: bytes,
    sizeCalculation: ({ json }, key) => 2 * (json.length + key.length) + 200,
  });

  const isCurrent = (entry: Entry): boolean => {
    const checkedAt = dataVersion(db);
    if (entry.checkedAt === checkedAt) return true;
    if (entry.version !== versionOf(db, entry.readSet)) return false;
    entry.checkedAt = checkedAt;
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
        checkedAt: dataVersion(db),
        tag: hash('sha256', text, 'base64url').slice(0, 27),
      };
      if (!readSet.readsEverySurvey) entries.set(key, entry);
      return entry;
    },
    maxAge: (key) => {
      const entry = entries.peek(key);
      return entry !== undefined && isSettled(db, entry.readSet) ? settledMaxAge : liveMaxAge;
    },
  };
}

function isSettled(db: Database, { surveys, voteSurveys }: ReadSet): boolean {
  const rows = [...surveysByIds(db, [...surveys, ...voteSurveys], false).values()];
  // A SCHEDULED survey can open at any moment, and imports change the results of a CLOSED one.
  return rows.every(
    (survey) => !['SCHEDULED', 'OPEN', 'CLOSED'].includes(survey.state) && isCountCurrent(survey),
  );
}
