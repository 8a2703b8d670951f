import { createWindows, type WindowOptions } from '../budget-windows.ts';
import type { Reply, Request } from './message.ts';

type LeaseRequest = Extract<Request, { kind: 'lease' }>;

/** The coordinator's handle of one worker process. */
export interface BudgetWorker {
  send: (reply: Reply) => void;
}

interface Account {
  /** Points that are leased or spent. */
  leased: number;
  resetAt: number;
  /** Workers that may have unspent points. */
  holders: Set<BudgetWorker>;
  queue: { worker: BudgetWorker; request: LeaseRequest }[];
  /** Workers that have not replied to `reclaim` yet; undefined while no reclaim is under way. */
  reclaiming: Set<BudgetWorker> | undefined;
}

export interface BudgetCoordinator {
  receive: (worker: BudgetWorker, request: Request) => void;
  /** Removes a worker that has ended. Its leased points count as spent. */
  leave: (worker: BudgetWorker) => void;
}

/** A lease is 1/50 of the limit larger than requested, so that the worker's next requests need no message. */
const leaseFraction = 50;

/**
 * Coordinates the budgets of several workers, which spend their leases without a message. Before a request
 * is refused, unspent points are reclaimed from all workers. So workers admit requests for no more than the
 * budget together, and only a worker that dies loses points.
 */
export function createBudgetCoordinator(options: WindowOptions): BudgetCoordinator {
  const length = options.windowSeconds * 1_000;
  const accounts = createWindows<Account>(options, ({ leased }) => leased);
  const reclaims = new Map<number, { account: Account; worker: BudgetWorker }>();
  /** Workers that have ended: a message to one of them has no reply. */
  const ended = new WeakSet<BudgetWorker>();
  let lastReclaim = 0;

  const lease = (account: Account, { worker, request }: Account['queue'][number]): void => {
    const { id, client, points } = request;
    const left = client.limit - account.leased;
    // Below a quarter of the limit, leases are exactly what was requested: spare points
    // would have to be reclaimed.
    const spare = left > client.limit / 4 ? Math.ceil(client.limit / leaseFraction) : 0;
    const granted = Math.min(left, points + spare);
    account.leased += granted;
    account.holders.add(worker);
    worker.send({ kind: 'leased', id, points: granted, left: left - granted, resetAt: account.resetAt });
  };

  const reclaim = (account: Account, { client, now }: LeaseRequest): void => {
    account.reclaiming = account.holders;
    account.holders = new Set();
    for (const worker of [...account.reclaiming]) {
      lastReclaim += 1;
      reclaims.set(lastReclaim, { account, worker });
      worker.send({ kind: 'reclaim', id: lastReclaim, client, resetAt: account.resetAt, now });
    }
  };

  const processQueue = (account: Account): void => {
    while (account.reclaiming === undefined) {
      const [next] = account.queue;
      if (next === undefined) return;
      const { worker, request } = next;
      const left = request.client.limit - account.leased;
      for (const holder of account.holders) if (ended.has(holder)) account.holders.delete(holder);
      if (left < request.points && account.holders.size > 0) {
        reclaim(account, request);
        return;
      }
      account.queue.shift();
      if (left >= request.points) lease(account, next);
      else
        worker.send({ kind: 'refused', id: request.id, left: Math.max(0, left), resetAt: account.resetAt });
    }
  };

  const finishReclaim = (id: number, points: number): void => {
    const { account, worker } = reclaims.get(id) ?? {};
    if (account === undefined || worker === undefined) return;
    reclaims.delete(id);
    account.leased -= points;
    account.reclaiming?.delete(worker);
    if (account.reclaiming?.size === 0) account.reclaiming = undefined;
    processQueue(account);
  };

  return {
    receive: (worker, request) => {
      if (request.kind === 'returned') finishReclaim(request.id, request.points);
      if (request.kind === 'refund') {
        const account = accounts.find(request.client, request.now);
        if (account?.resetAt === request.resetAt) account.leased -= request.points;
      }
      if (request.kind === 'overspent') {
        const account = accounts.find(request.client, request.now);
        if (account?.resetAt === request.resetAt) account.leased += request.points;
      }
      if (request.kind === 'lease') {
        const { client, now } = request;
        const account =
          accounts.find(client, now) ??
          accounts.put(
            client,
            {
              leased: accounts.spentBefore(client, now),
              resetAt: now + length,
              holders: new Set(),
              queue: [],
              reclaiming: undefined,
            },
            now,
          );
        account.queue.push({ worker, request });
        processQueue(account);
      }
    },
    leave: (worker) => {
      ended.add(worker);
      for (const [id, pending] of [...reclaims]) if (pending.worker === worker) finishReclaim(id, 0);
    },
  };
}
