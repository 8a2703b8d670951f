import type { Client } from './client.ts';
import { createSpill } from './spill.ts';

/** One budget window per client, in bounded memory. */
export interface Windows<Window extends { resetAt: number }> {
  /** The client's window at `now` (milliseconds since 1970); undefined when there is none or it has ended. */
  find: (client: Client, now: number) => Window | undefined;
  /** Replaces the client's window. The new one must start with `spentBefore` as spent. */
  put: (client: Client, window: Window, now: number) => Window;
  /** Points that the client may have spent in a window that was evicted. */
  spentBefore: (client: Client, now: number) => number;
}

export interface WindowOptions {
  windowSeconds: number;
  /**
   * Windows of networks, and as many of keys and voters; about 150 bytes each. Above it the ones that have
   * spent little are evicted, and what they have spent goes to the spill.
   */
  maximumBudgets?: number | undefined;
}

/** The window to evict is the one of the 16 oldest that has spent least. */
const candidates = 16;

/** `spentIn` returns the points that a window has spent; they go to the spill when the window is evicted. */
export function createWindows<Window extends { resetAt: number }>(
  { windowSeconds, maximumBudgets = 100_000 }: WindowOptions,
  spentIn: (window: Window) => number,
): Windows<Window> {
  const createKind = () => ({ windows: new Map<string, Window>(), spill: createSpill(windowSeconds) });
  const known = createKind();
  const networks = createKind();
  const kindOf = ({ isKnown }: Client) => (isKnown ? known : networks);
  /** What a window started with, which is in the spill already. */
  const spilled = new WeakMap<Window, number>();

  const evict = ({ windows, spill }: typeof known, now: number): void => {
    // A Map iterates in insertion order and all windows are equally long, so the first one ends first.
    for (const [key, { resetAt }] of windows) {
      if (resetAt > now) break;
      windows.delete(key);
    }
    while (windows.size > maximumBudgets) {
      let least: { key: string; window: Window } | undefined;
      let seen = 0;
      for (const [key, window] of windows) {
        if (least === undefined || spentIn(window) < spentIn(least.window)) least = { key, window };
        seen += 1;
        if (seen === candidates) break;
      }
      if (least === undefined) return;
      windows.delete(least.key);
      const spent = spentIn(least.window) - (spilled.get(least.window) ?? 0);
      if (spent > 0) spill.add(least.key, spent, now);
    }
  };

  return {
    find: (client, now) => {
      const window = kindOf(client).windows.get(client.key);
      // Requests overtake each other, so `now` may be a little before the window's start. More than a minute
      // before it means that the clock was set back.
      return window !== undefined &&
        now < window.resetAt &&
        window.resetAt <= now + windowSeconds * 1_000 + 60_000
        ? window
        : undefined;
    },
    put: (client, window, now) => {
      const kind = kindOf(client);
      const spent = spentIn(window);
      if (spent > 0) spilled.set(window, spent);
      kind.windows.delete(client.key);
      kind.windows.set(client.key, window);
      evict(kind, now);
      return window;
    },
    spentBefore: (client, now) => kindOf(client).spill.spentBy(client.key, now),
  };
}
