import type { GraphQLError } from 'graphql';
import { failure } from '../graphql/errors.ts';
import type { Client } from './client.ts';

export interface StreamCaps {
  /**
   * Counts one more stream of the client and returns the (idempotent) release function. Throws RATE_LIMITED.
   */
  acquire: (client: Client) => (() => void) | Promise<() => void>;
}

export interface StreamCapOptions {
  /** Open streams of an API key or a voter; 0 means no limit. */
  perKey: number;
  /** Open streams of a network's anonymous requests; 0 means no limit. */
  perAddress: number;
}

export interface StreamsOpen {
  open: number;
  limit: number;
}

/**
 * Counts streams by client. Returns the release function, or the count and limit when the limit is reached.
 */
export function createStreamCount({
  perKey,
  perAddress,
}: StreamCapOptions): (client: Client) => (() => void) | StreamsOpen {
  const counts = new Map<string, number>();
  return ({ key, isKnown }) => {
    const limit = isKnown ? perKey : perAddress;
    const open = counts.get(key) ?? 0;
    if (limit !== 0 && open >= limit) return { open, limit };
    counts.set(key, open + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (counts.get(key) ?? 1) - 1;
      if (left === 0) counts.delete(key);
      else counts.set(key, left);
    };
  };
}

/** Stream caps of a single process. */
export function createStreamCaps(options: StreamCapOptions): { acquire: (client: Client) => () => void } {
  const count = createStreamCount(options);
  return {
    acquire: (client) => {
      const release = count(client);
      if (typeof release === 'function') return release;
      throw tooManyStreams(release);
    },
  };
}

export const tooManyStreams = ({ open, limit }: StreamsOpen): GraphQLError =>
  failure(
    'RATE_LIMITED',
    `${open} streams are open already; the limit is ${limit}. Close one first, or read several surveys through one stream.`,
    { open, limit },
  );
