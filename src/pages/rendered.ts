import { hash } from 'node:crypto';
import { Response } from '@whatwg-node/server';
import { LRUCache } from 'lru-cache';
import type { MaybePromise } from '../engine/maybe-promise.ts';

/** A body that was made from a response of the API. */
export interface Rendered {
  body: string | Buffer;
  /** A hash of the bytes. */
  tag: string;
}

export interface RenderedCache {
  /** Whether `get` makes nothing for this key. */
  has: (key: string | undefined) => boolean;
  /**
   * What `render` made for this key, or makes now; once for all who ask meanwhile. Without a key it is made
   * again.
   */
  get: (key: string | undefined, render: () => MaybePromise<string | Buffer>) => Promise<Rendered>;
}

/** Bodies by what they were made from; `bytes` bounds their size. */
export function createRenderedCache(bytes: number): RenderedCache {
  const rendered = new LRUCache<string, Rendered>({
    maxSize: bytes,
    sizeCalculation: ({ body }, key) => 2 * (body.length + key.length) + 200,
  });
  const underWay = new Map<string, Promise<Rendered>>();
  const renderAgain = async (render: () => MaybePromise<string | Buffer>): Promise<Rendered> => {
    const body = await render();
    return { body, tag: hash('sha256', body, 'base64url').slice(0, 27) };
  };
  return {
    has: (key) => key !== undefined && (rendered.has(key) || underWay.has(key)),
    get: async (key, render) => {
      if (key === undefined) return renderAgain(render);
      const known = rendered.get(key) ?? underWay.get(key);
      if (known !== undefined) return known;
      const made = renderAgain(render);
      underWay.set(key, made);
      try {
        const finished = await made;
        rendered.set(key, finished);
        return finished;
      } finally {
        underWay.delete(key);
      }
    },
  };
}

/**
 * Answers with what was rendered. The tag becomes an entity tag where the response of the API may be shared.
 */
export const respondWith = (
  { body, tag }: Rendered,
  headers: Record<string, string>,
  status = 200,
): Response =>
  new Response(typeof body === 'string' ? body : new Uint8Array(body), {
    status,
    headers: { ...headers, etag: `"${tag}"`, 'content-length': String(Buffer.byteLength(body)) },
  });
