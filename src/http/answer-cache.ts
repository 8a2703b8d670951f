import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import { dataVersion } from '../db/data-version.ts';
import { nextTransition } from '../survey/queries.ts';

/** The answer to a public query, ready to be sent. */
export interface KeptAnswer {
  /** The JSON of the answer. */
  text: string;
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
    sizeCalculation: ({ text }, key) => 2 * (text.length + key.length) + 200,
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
        text,
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
