import type { Viewer } from '../access/viewer.ts';
import type { BudgetState } from '../graphql/context.ts';
import { failure } from '../graphql/errors.ts';

/** Whose budget a request is charged to, and how large it is. */
export interface Client {
  /** The viewer's id, or the network that an anonymous request came from. */
  key: string;
  /** Cost points a window; 0 means any number. */
  limit: number;
  /** Whether the key was given to someone: such budgets are kept apart, where a flood of addresses cannot displace them. */
  isKnown: boolean;
}

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
  charge: (client: Client, points: number, now: number) => Charge;
  /** Gives back what turned out to be too much; once the window is over there is nothing left to give it to. */
  refund: (charge: Charge, points: number, now: number) => void;
  /** How the budget stands, in whole points; undefined when nothing limits it. */
  state: (client: Client, now: number) => BudgetState | undefined;
}

export interface BudgetOptions {
  /** Cost points a window for a network, and for a voter; 0 means any number. */
  points: number;
  /** Cost points a window for an API key that has no number of its own; 0 means any number. */
  pointsKeyed: number;
  windowSeconds: number;
  /** How many budgets are kept of each kind (about 150 bytes each); beyond it the one that ends first is forgotten. */
  maximumBudgets?: number | undefined;
}

interface Window {
  spent: number;
  resetAt: number;
}

/**
 * Budgets of this process, in fixed windows that begin with the first charge. Everything is synchronous, so that no other request
 * comes between looking and taking, and no request waits for a promise. (rate-limiter-flexible answers by promise, spends what it
 * refuses, keeps a timer for each of any number of keys, and gives back points of an old window to the new one.)
 */
export function createBudgets({
  points: pointsOfNetwork,
  pointsKeyed,
  windowSeconds,
  maximumBudgets = 100_000,
}: BudgetOptions): Budgets {
  const length = windowSeconds * 1000;
  const known = new Map<string, Window>();
  const networks = new Map<string, Window>();
  const windowsOf = ({ isKnown }: Client) => (isKnown ? known : networks);

  const windowOf = (client: Client, now: number): Window | undefined => {
    const window = windowsOf(client).get(client.key);
    // Requests overtake each other, so `now` may lie a little before a window's begin; by more, the clock was set back.
    return window !== undefined && now < window.resetAt && window.resetAt <= now + length + 60_000
      ? window
      : undefined;
  };

  const beginWindow = (client: Client, now: number): Window => {
    const windows = windowsOf(client);
    const window: Window = { spent: 0, resetAt: now + length };
    // All windows are equally long: in the order in which they began, the first ends first.
    windows.delete(client.key);
    windows.set(client.key, window);
    for (const [key, { resetAt }] of windows) {
      if (resetAt > now && windows.size <= maximumBudgets) break;
      windows.delete(key);
    }
    return window;
  };

  const state = (client: Client, now: number): BudgetState | undefined => {
    const { limit } = client;
    if (limit === 0) return undefined;
    const { spent, resetAt } = windowOf(client, now) ?? { spent: 0, resetAt: now + length };
    return { limit, remaining: Math.max(0, Math.floor(limit - spent)), resetAt };
  };

  const refusal = (limit: number, remaining: number, resetAt: number, requested: number, now: number) => {
    const retryAfterSeconds = secondsUntil(resetAt, now);
    const shown = (points: number) => points.toLocaleString('en');
    const wayOut =
      requested > limit
        ? 'It never holds as much: ask for less.'
        : `Try again in ${retryAfterSeconds} s, or ask for less.`;
    return failure(
      'RATE_LIMITED',
      `The request costs ${shown(requested)} points; ${shown(remaining)} are left of the budget of ${shown(limit)} every ${windowSeconds} s. ${wayOut}`,
      { requested, remaining, limit, retryAfterSeconds },
    );
  };

  return {
    clientOf: (viewer, network) => {
      if (viewer.kind === 'ANONYMOUS') return { key: network, limit: pointsOfNetwork, isKnown: false };
      const limit = viewer.kind === 'API_KEY' ? (viewer.points ?? pointsKeyed) : pointsOfNetwork;
      return { key: viewer.id, limit, isKnown: true };
    },
    charge: (client, points, now) => {
      if (client.limit === 0 || points === 0) return { client, resetAt: now + length, points };
      const open = windowOf(client, now);
      const spent = open?.spent ?? 0;
      if (spent + points > client.limit) {
        const remaining = Math.max(0, Math.floor(client.limit - spent));
        throw refusal(client.limit, remaining, open?.resetAt ?? now + length, points, now);
      }
      const window = open ?? beginWindow(client, now);
      window.spent += points;
      return { client, resetAt: window.resetAt, points };
    },
    refund: (charge, points, now) => {
      const given = Math.min(points, charge.points);
      if (!(given > 0)) return;
      charge.points -= given;
      const window = windowOf(charge.client, now);
      if (window !== undefined && window.resetAt === charge.resetAt)
        window.spent = Math.max(0, window.spent - given);
    },
    state,
  };
}

/** Whole seconds, at least 1 while there is any time left, so that nobody comes back too early. */
export const secondsUntil = (time: number, now: number): number =>
  Math.max(0, Math.ceil((time - now) / 1000));
