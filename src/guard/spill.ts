import { hash, randomUUID } from 'node:crypto';

/** Points spent in budget windows that were evicted. */
export interface Spill {
  add: (key: string, points: number, now: number) => void;
  /** At least the points that were added for this key; more when other keys share both of its counters. */
  spentBy: (key: string, now: number) => number;
}

const rows = 2;
/** 512 KiB a row for each of the current and the previous window, while anything has spilled in it. */
const columns = 65_536;

/**
 * A count-min sketch (Cormode and Muthukrishnan 2005, doi:10.1016/j.jalgor.2003.12.001): the spending of
 * any number of clients in bounded memory. Each client has one counter per row, shared with others, and the
 * lowest one counts. So no spent budget becomes available again; a new client is charged too much by about 1
 * point per 65,536 points spilled. Counters expire after one to two windows.
 */
export function createSpill(windowSeconds: number): Spill {
  // A secret seed, so that a client cannot choose a network that shares another one's counters.
  const seed = randomUUID();
  let current: Float64Array | undefined;
  let previous: Float64Array | undefined;
  let startedAt = 0;

  const countersOf = (key: string): number[] => {
    const bytes = hash('sha256', `${seed} ${key}`, 'buffer');
    return Array.from({ length: rows }, (_, row) => row * columns + (bytes.readUInt32LE(4 * row) % columns));
  };

  const rotate = (now: number): void => {
    const passed = Math.floor((now - startedAt) / (windowSeconds * 1_000));
    if (passed <= 0) return;
    previous = passed === 1 ? current : undefined;
    current = undefined;
    startedAt = now;
  };

  return {
    add: (key, points, now) => {
      rotate(now);
      current ??= new Float64Array(rows * columns);
      for (const counter of countersOf(key)) current[counter] = (current[counter] ?? 0) + points;
    },
    spentBy: (key, now) => {
      rotate(now);
      if (current === undefined && previous === undefined) return 0;
      const spent = countersOf(key).map((counter) => (current?.[counter] ?? 0) + (previous?.[counter] ?? 0));
      return Math.min(...spent);
    },
  };
}
