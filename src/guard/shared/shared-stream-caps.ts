import { createStreamCount, type StreamCapOptions, type StreamCaps, tooManyStreams } from '../stream-caps.ts';
import type { BudgetWorker } from './budget-coordinator.ts';
import type { Request } from './message.ts';
import type { Rpc } from './rpc.ts';

/**
 * Stream caps of a worker. Opening a stream is one call to the coordinator, which counts
 * the streams of all workers.
 */
export const createSharedStreamCaps = (rpc: Rpc): StreamCaps => ({
  acquire: async (client) => {
    let streamId = 0;
    const reply = await rpc.call((id) => {
      streamId = id;
      return { kind: 'open stream', id, client };
    });
    if (reply.kind === 'stream refused') throw tooManyStreams(reply);
    let isOpen = true;
    return () => {
      if (isOpen) rpc.send({ kind: 'close stream', id: streamId });
      isOpen = false;
    };
  },
});

export interface StreamCounter {
  receive: (worker: BudgetWorker, request: Request) => void;
  /** Closes all streams of a worker that has ended. */
  leave: (worker: BudgetWorker) => void;
}

/** The coordinator's count of the streams of all workers. */
export function createStreamCounter(options: StreamCapOptions): StreamCounter {
  const count = createStreamCount(options);
  const streams = new Map<BudgetWorker, Map<number, () => void>>();
  return {
    receive: (worker, request) => {
      const own = streams.get(worker) ?? new Map<number, () => void>();
      streams.set(worker, own);
      if (request.kind === 'close stream') {
        own.get(request.id)?.();
        own.delete(request.id);
      }
      if (request.kind !== 'open stream') return;
      const close = count(request.client);
      if (typeof close === 'function') {
        own.set(request.id, close);
        worker.send({ kind: 'stream opened', id: request.id });
      } else worker.send({ kind: 'stream refused', id: request.id, ...close });
    },
    leave: (worker) => {
      for (const close of streams.get(worker)?.values() ?? []) close();
      streams.delete(worker);
    },
  };
}
