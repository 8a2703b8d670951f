import type { Client } from './client.ts';

/** One window for each client, bounded in number. */
export interface Windows<Window extends { resetAt: number }> {
  /** The client's window at `now` (milliseconds since 1970); undefined when it has none, or when that is over. */
  find: (client: Client, now: number) => Window | undefined;
  /** Keeps a window that begins, in place of the one before. */
  put: (client: Client, window: Window, now: number) => Window;
}

export interface WindowOptions {
  windowSeconds: number;
  /** How many are kept of each kind (about 150 bytes each); beyond it the one that ends first is forgotten. */
  maximumBudgets?: number | undefined;
}

export function createWindows<Window extends { resetAt: number }>({
  windowSeconds,
  maximumBudgets = 100_000,
}: WindowOptions): Windows<Window> {
  const known = new Map<string, Window>();
  const networks = new Map<string, Window>();
  const windowsOf = ({ isKnown }: Client) => (isKnown ? known : networks);
  return {
    find: (client, now) => {
      const window = windowsOf(client).get(client.key);
      // Requests overtake each other, so `now` may lie a little before a window's begin; by more, the clock was set back.
      return window !== undefined &&
        now < window.resetAt &&
        window.resetAt <= now + windowSeconds * 1_000 + 60_000
        ? window
        : undefined;
    },
    put: (client, window, now) => {
      const windows = windowsOf(client);
      // All windows are equally long: in the order in which they began, the first ends first.
      windows.delete(client.key);
      windows.set(client.key, window);
      for (const [key, { resetAt }] of windows) {
        if (resetAt > now && windows.size <= maximumBudgets) break;
        windows.delete(key);
      }
      return window;
    },
  };
}
