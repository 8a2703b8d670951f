import type { Viewer } from '../access/viewer.ts';
import type { BudgetState } from '../graphql/context.ts';
import { createWindows, type WindowOptions } from './budget-windows.ts';
import type { Client } from './client.ts';
import { rateLimited } from './rate-limited.ts';

/** Points that were charged to one window of a budget. */
export interface Charge {
  readonly client: Client;
  readonly resetAt: number;
  /** Points after refunds and later points. */
  points: number;
}

export interface Budgets {
  clientOf: (viewer: Viewer, network: string) => Client;
  /** Charges all the points, or none and throws RATE_LIMITED when fewer are left. */
  charge: (client: Client, points: number, now: number) => Charge | Promise<Charge>;
  /** Returns points to the window they were charged to; does nothing when it has ended. */
  refund: (charge: Charge, points: number, now: number) => void;
  /**
   * Adds points to the window that was charged, for work that took more than its price. They are not refused:
   * the window can be overspent, and then admits nothing until it ends. Does nothing when it has ended.
   */
  addPoints: (charge: Charge, points: number, now: number) => void;
  /** The budget's state in whole points; undefined when the client has no limit. */
  state: (client: Client, now: number) => BudgetState | undefined;
}

export interface BudgetOptions extends WindowOptions {
  /** Cost points per window of a network or a voter; 0 means no limit. */
  points: number;
  /** Cost points per window of an API key without its own limit; 0 means no limit. */
  pointsKeyed: number;
}

export const clientsBy =
  ({ points, pointsKeyed }: Pick<BudgetOptions, 'points' | 'pointsKeyed'>): Budgets['clientOf'] =>
  (viewer, network) => {
    if (viewer.kind === 'ANONYMOUS') return { key: network, limit: points, isKnown: false };
    const limit = viewer.kind === 'API_KEY' ? (viewer.points ?? pointsKeyed) : points;
    return { key: viewer.id, limit, isKnown: true };
  };

/** Budgets of a single process. */
export interface LocalBudgets extends Budgets {
  charge: (client: Client, points: number, now: number) => Charge;
}

/**
 * Budgets of a single process, in fixed windows that start with the first charge. All of it is synchronous,
 * so the check and the charge are atomic and no request waits for a promise. (rate-limiter-flexible returns
 * promises, charges requests that it refuses, has an unbounded number of keys with a timer each, and refunds
 * points of an ended window to the next one.)
 */
export function createBudgets(options: BudgetOptions): LocalBudgets {
  const { windowSeconds } = options;
  const length = windowSeconds * 1000;
  const windows = createWindows<{ spent: number; resetAt: number }>(options, ({ spent }) => spent);

  const newWindow = (client: Client, now: number) => ({
    spent: windows.spentBefore(client, now),
    resetAt: now + length,
  });

  const state = (client: Client, now: number): BudgetState => {
    const { limit } = client;
    const { spent, resetAt } = windows.find(client, now) ?? newWindow(client, now);
    return { limit, remaining: Math.max(0, Math.floor(limit - spent)), resetAt };
  };

  return {
    clientOf: clientsBy(options),
    charge: (client, points, now) => {
      if (client.limit === 0 || points === 0) return { client, resetAt: now + length, points };
      const open = windows.find(client, now);
      const window = open ?? newWindow(client, now);
      if (window.spent + points > client.limit)
        throw rateLimited(state(client, now), points, windowSeconds, now);
      // A refused request must not start a window.
      if (open === undefined) windows.put(client, window, now);
      window.spent += points;
      return { client, resetAt: window.resetAt, points };
    },
    refund: (charge, points, now) => {
      const refunded = lowerCharge(charge, points);
      const window = windows.find(charge.client, now);
      if (window?.resetAt === charge.resetAt) window.spent = Math.max(0, window.spent - refunded);
    },
    addPoints: (charge, points, now) => {
      charge.points += points;
      const window = windows.find(charge.client, now);
      if (window?.resetAt === charge.resetAt) window.spent += points;
    },
    state: (client, now) => (client.limit === 0 ? undefined : state(client, now)),
  };
}

/** Corrects what a charge has of one operation: from the points that were charged to the actual ones. */
export function settleCharge(
  budgets: Budgets,
  charge: Charge,
  { charged, actual, now }: { charged: number; actual: number; now: number },
): void {
  if (actual < charged) budgets.refund(charge, charged - actual, now);
  if (actual > charged) budgets.addPoints(charge, actual - charged, now);
}

/** Lowers a charge by the points, to 0 at least, and returns the number of points that it was lowered by. */
export function lowerCharge(charge: Charge, points: number): number {
  const lowered = Math.min(points, charge.points);
  // Also false for NaN.
  if (!(lowered > 0)) return 0;
  charge.points -= lowered;
  return lowered;
}
