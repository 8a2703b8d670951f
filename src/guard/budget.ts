import type { Viewer } from '../access/viewer.ts';
import type { BudgetState } from '../graphql/context.ts';
import { createWindows, type WindowOptions } from './budget-windows.ts';
import type { Client } from './client.ts';
import { rateLimited } from './rate-limited.ts';

/** Points that were taken out of one window of a budget. */
export interface Charge {
  readonly client: Client;
  readonly resetAt: number;
  /** Less what was given back. */
  points: number;
}

export interface Budgets {
  clientOf: (viewer: Viewer, network: string) => Client;
  /** Takes the points at once, or nothing: what the budget does not hold is refused with RATE_LIMITED and costs nothing. */
  charge: (client: Client, points: number, now: number) => Charge | Promise<Charge>;
  /** Gives back what turned out to be too much; once the window is over there is nothing left to give it to. */
  refund: (charge: Charge, points: number, now: number) => void;
  /** How the budget stands, in whole points; undefined when nothing limits it. */
  state: (client: Client, now: number) => BudgetState | undefined;
}

export interface BudgetOptions extends WindowOptions {
  /** Cost points a window for a network, and for a voter; 0 means any number. */
  points: number;
  /** Cost points a window for an API key that has no number of its own; 0 means any number. */
  pointsKeyed: number;
}

export const clientsBy =
  ({ points, pointsKeyed }: Pick<BudgetOptions, 'points' | 'pointsKeyed'>): Budgets['clientOf'] =>
  (viewer, network) => {
    if (viewer.kind === 'ANONYMOUS') return { key: network, limit: points, isKnown: false };
    const limit = viewer.kind === 'API_KEY' ? (viewer.points ?? pointsKeyed) : points;
    return { key: viewer.id, limit, isKnown: true };
  };

/** Budgets of a process that serves alone. */
export interface OwnBudgets extends Budgets {
  charge: (client: Client, points: number, now: number) => Charge;
}

/**
 * Budgets of this process, in fixed windows that begin with the first charge. Everything is synchronous, so that no other request
 * comes between looking and taking, and no request waits for a promise. (rate-limiter-flexible answers by promise, spends what it
 * refuses, keeps a timer for each of any number of keys, and gives back points of an old window to the new one.)
 */
export function createBudgets(options: BudgetOptions): OwnBudgets {
  const { windowSeconds } = options;
  const length = windowSeconds * 1000;
  const windows = createWindows<{ spent: number; resetAt: number }>(options, ({ spent }) => spent);

  const begin = (client: Client, now: number) => ({
    spent: windows.spentBefore(client, now),
    resetAt: now + length,
  });

  const state = (client: Client, now: number): BudgetState => {
    const { limit } = client;
    const { spent, resetAt } = windows.find(client, now) ?? begin(client, now);
    return { limit, remaining: Math.max(0, Math.floor(limit - spent)), resetAt };
  };

  return {
    clientOf: clientsBy(options),
    charge: (client, points, now) => {
      if (client.limit === 0 || points === 0) return { client, resetAt: now + length, points };
      const open = windows.find(client, now);
      const begun = open ?? begin(client, now);
      if (begun.spent + points > client.limit)
        throw rateLimited(state(client, now), points, windowSeconds, now);
      const window = open ?? windows.put(client, begun, now);
      window.spent += points;
      return { client, resetAt: window.resetAt, points };
    },
    refund: (charge, points, now) => {
      const given = takeBack(charge, points);
      const window = windows.find(charge.client, now);
      if (window?.resetAt === charge.resetAt) window.spent = Math.max(0, window.spent - given);
    },
    state: (client, now) => (client.limit === 0 ? undefined : state(client, now)),
  };
}

/** Lowers a charge by the points, at most to nothing, and returns by how many. */
export function takeBack(charge: Charge, points: number): number {
  const given = Math.min(points, charge.points);
  if (!(given > 0)) return 0;
  charge.points -= given;
  return given;
}
