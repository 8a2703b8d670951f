import { createStreamCount, type StreamCapOptions, type StreamCaps, tooManyStreams } from '../stream-caps.ts';
import type { BudgetWorker } from './budget-coordinator.ts';
import type { Request } from './message.ts';
import type { Rpc } from './rpc.ts';

/** Caps on streams that several processes share: each stream is asked for where all are counted. */
export const createSharedStreamCaps = (asking: Rpc): StreamCaps => ({
  acquire: async (client) => {
    let asked = 0;
    const reply = await asking.ask((id) => {
      asked = id;
      return { kind: 'open stream', id, client };
    });
    if (reply.kind === 'stream refused') throw tooManyStreams(reply);
    let isOpen = true;
    return () => {
      if (isOpen) asking.tell({ kind: 'close stream', id: asked });
      isOpen = false;
    };
  },
});

export interface StreamCounter {
  receive: (borrower: BudgetWorker, request: Request) => void;
  /** Counts the streams of a process that is gone no more. */
  leave: (borrower: BudgetWorker) => void;
}

/** Counts the streams of all processes. */
export function createStreamCounter(options: StreamCapOptions): StreamCounter {
  const count = createStreamCount(options);
  const streams = new Map<BudgetWorker, Map<number, () => void>>();
  return {
    receive: (borrower, request) => {
      const own = streams.get(borrower) ?? new Map<number, () => void>();
      streams.set(borrower, own);
      if (request.kind === 'close stream') {
        own.get(request.id)?.();
        own.delete(request.id);
      }
      if (request.kind !== 'open stream') return;
      const end = count(request.client);
      if (typeof end === 'function') {
        own.set(request.id, end);
        borrower.send({ kind: 'stream opened', id: request.id });
      } else borrower.send({ kind: 'stream refused', id: request.id, ...end });
    },
    leave: (borrower) => {
      for (const end of streams.get(borrower)?.values() ?? []) end();
      streams.delete(borrower);
    },
  };
}
