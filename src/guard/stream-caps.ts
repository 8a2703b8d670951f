import type { GraphQLError } from 'graphql';
import { failure } from '../graphql/errors.ts';
import type { Client } from './client.ts';

export interface StreamCaps {
  /** Counts one more stream of the client until what is returned is called; calling that twice does no harm. Throws RATE_LIMITED. */
  acquire: (client: Client) => (() => void) | Promise<() => void>;
}

export interface StreamCapOptions {
  /** How many streams an API key or a voter may have open at once; 0 for any number. */
  perKey: number;
  /** The same for a network that anonymous requests come from. */
  perAddress: number;
}

export interface StreamsOpen {
  open: number;
  limit: number;
}

/** Counts streams by client: gives what ends one more, or how many there are already. */
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

/** Caps of a process that serves alone. */
export function createStreamCaps(options: StreamCapOptions): { acquire: (client: Client) => () => void } {
  const count = createStreamCount(options);
  return {
    acquire: (client) => {
      const end = count(client);
      if (typeof end === 'function') return end;
      throw tooManyStreams(end);
    },
  };
}

export const tooManyStreams = ({ open, limit }: StreamsOpen): GraphQLError =>
  failure(
    'RATE_LIMITED',
    `${open} streams are open already; the limit is ${limit}. Close one first, or read several surveys through one stream.`,
    { open, limit },
  );
