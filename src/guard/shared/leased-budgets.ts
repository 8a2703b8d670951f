import { type BudgetOptions, type Budgets, type Charge, clientsBy, lowerCharge } from '../budget.ts';
import { createWindows } from '../budget-windows.ts';
import type { Client } from '../client.ts';
import { rateLimited } from '../rate-limited.ts';
import type { Reply } from './message.ts';
import type { Rpc } from './rpc.ts';

/** This worker's share of a client's budget in one window. */
interface Lease {
  /** Leased and not spent yet. */
  points: number;
  /** Points that were not leased to any worker at the coordinator's last reply. */
  left: number;
  resetAt: number;
  /** Whether refunds go to the coordinator, because the lease was reclaimed or overspent. */
  isReclaimed: boolean;
  /** When the coordinator last refused a request; milliseconds since 1970. */
  refusedAt: number;
}

/**
 * Milliseconds for which a refusal is repeated without a message, so that a flood does
 * not reach the coordinator.
 */
const refusalLifetime = 100;

/**
 * Budgets that several workers share. Points are leased in portions, so most charges need no message; a
 * charge beyond the lease waits until the coordinator has reclaimed what other workers did not spend. `state`
 * is an estimate, because it leaves out the leases of other workers.
 */
export function createLeasedBudgets(options: BudgetOptions, coordinator: Rpc): Budgets {
  const { windowSeconds } = options;
  const leases = createWindows<Lease>(options, () => 0);

  const state = (client: Client, now: number) => {
    const lease = leases.find(client, now);
    return {
      limit: client.limit,
      remaining: Math.max(0, Math.floor(lease === undefined ? client.limit : lease.points + lease.left)),
      resetAt: lease?.resetAt ?? now + windowSeconds * 1_000,
    };
  };

  const spend = (client: Client, lease: Lease, points: number): Charge => {
    lease.points -= points;
    return { client, resetAt: lease.resetAt, points };
  };

  /** The lease of the reply's window, which is a new one when the coordinator's window has ended. */
  const leaseFor = (client: Client, reply: { resetAt: number; left: number }, now: number): Lease => {
    const { left, resetAt } = reply;
    const open = leases.find(client, now);
    const lease =
      open?.resetAt === resetAt
        ? open
        : leases.put(client, { points: 0, left, resetAt, isReclaimed: false, refusedAt: 0 }, now);
    lease.left = left;
    return lease;
  };

  const leaseAndSpend = async (client: Client, points: number, now: number): Promise<Charge> => {
    const reply = await coordinator.call((id) => ({ kind: 'lease', id, client, points, now }));
    if (reply.kind !== 'leased' && reply.kind !== 'refused') throw new Error(`Unexpected: ${reply.kind}`);
    const lease = leaseFor(client, reply, now);
    if (reply.kind === 'refused') {
      lease.refusedAt = now;
      throw rateLimited(state(client, now), points, windowSeconds, now);
    }
    lease.points += reply.points;
    lease.isReclaimed = false;
    return spend(client, lease, points);
  };

  coordinator.listen((message: Reply) => {
    if (message.kind !== 'reclaim') return;
    const { id, client, resetAt, now } = message;
    const lease = leases.find(client, now);
    const isSame = lease?.resetAt === resetAt;
    coordinator.send({ kind: 'returned', id, points: isSame ? lease.points : 0 });
    if (isSame) Object.assign(lease, { points: 0, isReclaimed: true });
  });

  return {
    clientOf: clientsBy(options),
    charge: (client, points, now) => {
      if (client.limit === 0 || points === 0) return { client, resetAt: now + windowSeconds * 1_000, points };
      const lease = leases.find(client, now);
      if (lease === undefined) return leaseAndSpend(client, points, now);
      if (lease.points >= points) return spend(client, lease, points);
      if (now - lease.refusedAt < refusalLifetime && lease.points + lease.left < points)
        throw rateLimited(state(client, now), points, windowSeconds, now);
      return leaseAndSpend(client, points, now);
    },
    refund: (charge, points, now) => {
      const refunded = lowerCharge(charge, points);
      const { client, resetAt } = charge;
      const lease = leases.find(client, now);
      if (refunded === 0 || lease?.resetAt !== resetAt) return;
      if (lease.isReclaimed) coordinator.send({ kind: 'refund', client, resetAt, points: refunded, now });
      else lease.points += refunded;
    },
    addPoints: (charge, points, now) => {
      charge.points += points;
      const { client, resetAt } = charge;
      const lease = leases.find(client, now);
      if (lease?.resetAt !== resetAt) return;
      const beyond = Math.max(0, points - lease.points);
      lease.points -= points - beyond;
      if (beyond === 0) return;
      lease.left = Math.max(0, lease.left - beyond);
      lease.isReclaimed = true;
      coordinator.send({ kind: 'overspent', client, resetAt, points: beyond, now });
    },
    state: (client, now) => (client.limit === 0 ? undefined : state(client, now)),
  };
}
