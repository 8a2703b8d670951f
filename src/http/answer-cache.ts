import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import { dataVersion } from '../db/data-version.ts';
import { nextTransition } from '../survey/queries.ts';

/** The answer to a public query, ready to be sent. */
export interface KeptAnswer {
  /** The answer as JSON: bytes where it is long, so that it need not be encoded each time; a short text goes out in one piece with the header. */
  json: string | Buffer;
  /** A strong entity tag, in quotes. */
  tag: string;
  /** What the answer cost after all, in points. */
  actual: number;
}

interface Entry extends KeptAnswer {
  version: string;
  /** When a survey opens or closes by its times and the answer may become another; milliseconds since 1970. */
  expiresAt: number;
}

/** In characters. */
const shortLength = 16_384;

export interface AnswerCache {
  /** The answer, unless anything was written since it was kept, or a survey has opened or closed by itself. */
  get: (key: string, now: number) => KeptAnswer | undefined;
  /** Keeps what `run` answers under the state of the database that it found. */
  keep: (key: string, now: number, version: string, text: string, actual: number) => KeptAnswer;
  /** To be read before the answer is worked out, and handed to `keep`. */
  version: () => string;
}

/**
 * Answers to public queries as text, for as long as the database says the same. Every process looks at the database's own version, so
 * there is nothing to invalidate, and nothing that could be stale. `bytes` bounds the texts.
 */
export function createAnswerCache(db: Database, bytes: number): AnswerCache {
  const entries = new LRUCache<string, Entry>({
    maxSize: bytes,
    sizeCalculation: ({ json }, key) => 2 * (json.length + key.length) + 200,
  });
  return {
    version: () => dataVersion(db),
    get: (key, now) => {
      const entry = entries.get(key);
      return entry !== undefined && now < entry.expiresAt && entry.version === dataVersion(db)
        ? entry
        : undefined;
    },
    keep: (key, now, version, text, actual) => {
      const entry: Entry = {
        json: text.length < shortLength ? text : Buffer.from(text),
        actual,
        version,
        tag: `"${hash('sha256', text, 'base64url').slice(0, 27)}"`,
        expiresAt: nextTransition(db, now) ?? Number.POSITIVE_INFINITY,
      };
      entries.set(key, entry);
      return entry;
    },
  };
}
