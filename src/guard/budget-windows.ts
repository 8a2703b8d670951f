import type { Client } from './client.ts';
import { createSpill } from './spill.ts';

/** One window for each client, bounded in number. */
export interface Windows<Window extends { resetAt: number }> {
  /**
   * The client's window at `now` (milliseconds since 1970); undefined when it has none, or when that is over.
   */
  find: (client: Client, now: number) => Window | undefined;
  /** Adds a window that begins, in place of the one before. It must include `spentBefore`. */
  put: (client: Client, window: Window, now: number) => Window;
  /** Points that a client without a window may have spent in one that was forgotten. */
  spentBefore: (client: Client, now: number) => number;
}

export interface WindowOptions {
  windowSeconds: number;
  /**
   * How many there are of each kind (about 150 bytes each). Beyond it windows are forgotten, but not what
   * they spent.
   */
  maximumBudgets?: number | undefined;
}

/** Among so many of the oldest windows the one that has spent least makes room. */
const candidates = 16;

/** `spentIn` tells what a window has spent, which is remembered when the window is forgotten. */
export function createWindows<Window extends { resetAt: number }>(
  { windowSeconds, maximumBudgets = 100_000 }: WindowOptions,
  spentIn: (window: Window) => number,
): Windows<Window> {
  const createKind = () => ({ windows: new Map<string, Window>(), spill: createSpill(windowSeconds) });
  const known = createKind();
  const networks = createKind();
  const kindOf = ({ isKnown }: Client) => (isKnown ? known : networks);
  /** What a window began with, which is spilled already. */
  const begun = new WeakMap<Window, number>();

  const makeRoom = ({ windows, spill }: typeof known, now: number): void => {
    // All windows are equally long: in the order in which they began, the first ends first.
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
      const spent = spentIn(least.window) - (begun.get(least.window) ?? 0);
      if (spent > 0) spill.add(least.key, spent, now);
    }
  };

  return {
    find: (client, now) => {
      const window = kindOf(client).windows.get(client.key);
      // Requests overtake each other, so `now` may lie a little before a window's begin; by more, the clock
      // was set back.
      return window !== undefined &&
        now < window.resetAt &&
        window.resetAt <= now + windowSeconds * 1_000 + 60_000
        ? window
        : undefined;
    },
    put: (client, window, now) => {
      const kind = kindOf(client);
      const spent = spentIn(window);
      if (spent > 0) begun.set(window, spent);
      kind.windows.delete(client.key);
      kind.windows.set(client.key, window);
      makeRoom(kind, now);
      return window;
    },
    spentBefore: (client, now) => kindOf(client).spill.spentBy(client.key, now),
  };
}
