import { failure } from '../graphql/errors.ts';
import type { Client } from './budget.ts';

export interface StreamCaps {
  /** Counts one more stream of the client until what is returned is called; calling that twice does no harm. Throws RATE_LIMITED. */
  acquire: (client: Client) => () => void;
}

export interface StreamCapOptions {
  /** How many streams an API key or a voter may have open at once; 0 for any number. */
  perKey: number;
  /** The same for a network that anonymous requests come from. */
  perAddress: number;
}

export function createStreamCaps({ perKey, perAddress }: StreamCapOptions): StreamCaps {
  const counts = new Map<string, number>();
  return {
    acquire: ({ key, isKnown }) => {
      const limit = isKnown ? perKey : perAddress;
      const open = counts.get(key) ?? 0;
      if (limit !== 0 && open >= limit) throw refusal(open, limit);
      counts.set(key, open + 1);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        const left = (counts.get(key) ?? 1) - 1;
        if (left === 0) counts.delete(key);
        else counts.set(key, left);
      };
    },
  };
}

const refusal = (open: number, limit: number) =>
  failure(
    'RATE_LIMITED',
    `${open} streams are open already; the limit is ${limit}. Close one first, or read several surveys through one stream.`,
    { open, limit },
  );
