import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { type BudgetWorker, createBudgetCoordinator } from '../guard/shared/budget-coordinator.ts';
import type { Channel, Reply, Request } from '../guard/shared/message.ts';
import { createStreamCounter } from '../guard/shared/shared-stream-caps.ts';
import type { Logger } from '../http/log.ts';
import type { ServeLimits } from '../http/serve.ts';
import { CommandError } from './command-error.ts';

/** From a worker: a request to count something, or that it listens. */
type FromWorker = Request | { kind: 'listening'; url: string };

export interface SuperviseOptions {
  count: number;
  limits: Pick<ServeLimits, 'rateLimitWindowSeconds' | 'streamLimit' | 'streamLimitKeyed'>;
  log: Logger;
  /** Called with the URL of the API once every worker listens. */
  onListening: (url: string) => void;
  stopped: Promise<void>;
}

const restartMilliseconds = 1_000;

/**
 * Runs this very command in several processes that share one port, counts for them, and starts another for
 * one that dies. Resolves once `stopped` has and all have ended. Throws CommandError when one of the first
 * cannot start; that one says why.
 */
export async function supervise({
  count,
  limits,
  log,
  onListening,
  stopped,
}: SuperviseOptions): Promise<void> {
  const coordinator = createBudgetCoordinator({ windowSeconds: limits.rateLimitWindowSeconds });
  const streams = createStreamCounter({
    perKey: limits.streamLimitKeyed,
    perAddress: limits.streamLimit,
  });
  // While the first ones start, one that ends ends the start.
  let isServing = false;

  const start = (): Promise<string> => {
    const worker = cluster.fork();
    const budgetWorker: BudgetWorker = {
      send: (reply) => {
        if (worker.isConnected()) worker.send(reply);
      },
    };
    worker.once('exit', (code, signal) => {
      coordinator.leave(budgetWorker);
      streams.leave(budgetWorker);
      if (!isServing) return;
      log.error({ worker: worker.id, code, signal }, 'a worker has ended; another is started');
      setTimeout(() => isServing && void start().catch(() => {}), restartMilliseconds);
    });
    return new Promise((resolve, reject) => {
      worker.once('exit', () => reject(new CommandError('A worker could not start, for the reason above.')));
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'listening') {
          resolve(message.url);
          return;
        }
        coordinator.receive(budgetWorker, message);
        streams.receive(budgetWorker, message);
      });
    });
  };

  const startAll = async (): Promise<void> => {
    // One alone at first: an error that stops it would stop each of them, and is printed once.
    const url = await start();
    await Promise.all(Array.from({ length: count - 1 }, start));
    isServing = true;
    onListening(url);
    await stopped;
  };
  try {
    await Promise.race([startAll(), stopped]);
  } finally {
    isServing = false;
    await Promise.all(workers().map(end));
  }
}

const workers = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

/** A worker drains for at most 10 s; one that takes longer hangs. */
const killMilliseconds = 13_000;

async function end(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const exited = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  const killing = setTimeout(() => worker.process.kill('SIGKILL'), killMilliseconds);
  await exited;
  clearTimeout(killing);
}

/** A worker's channel to the process that started it; undefined in a process that is not a worker. */
export function channelOfWorker(): Channel<Request, Reply> | undefined {
  if (!cluster.isWorker) return undefined;
  return {
    send: (message) => process.send?.(message),
    listen: (listener) => process.on('message', listener),
  };
}

/** Tells the supervising process that this worker serves. */
export const reportListening = (url: string): void => {
  process.send?.({ kind: 'listening', url } satisfies FromWorker);
};
