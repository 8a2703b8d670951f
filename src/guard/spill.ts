import { hash, randomUUID } from 'node:crypto';

/** What windows had spent that were forgotten to make room for others. */
export interface Spill {
  add: (key: string, points: number, now: number) => void;
  /**
   * At least what forgotten windows of this key have spent; more where other keys share both of its counters.
   */
  spentBy: (key: string, now: number) => number;
}

const rows = 2;
/** 1 MB a row while anything has spilled in this window or the last. */
const columns = 65_536;

/**
 * Counts in bounded memory what any number of clients have spent. Each client has a counter in each of two
 * rows, which others may share, and the lower count is used. So a spent budget is never given back; a client
 * that is new may be charged for others, 1 point on average for 65,536 that have spilled. A counter remembers
 * what was added for one to two windows. (A count-min sketch: Cormode and Muthukrishnan 2005,
 * doi:10.1016/j.jalgor.2003.12.001.)
 */
export function createSpill(windowSeconds: number): Spill {
  // The seed is secret, so that no client can choose whose counters it fills.
  const seed = randomUUID();
  let current: Float64Array | undefined;
  let previous: Float64Array | undefined;
  let startedAt = 0;

  const countersOf = (key: string): number[] => {
    const bytes = hash('sha256', `${seed} ${key}`, 'buffer');
    return Array.from({ length: rows }, (_, row) => row * columns + (bytes.readUInt32LE(4 * row) % columns));
  };

  const passTime = (now: number): void => {
    const passed = Math.floor((now - startedAt) / (windowSeconds * 1_000));
    if (passed <= 0) return;
    previous = passed === 1 ? current : undefined;
    current = undefined;
    startedAt = now;
  };

  return {
    add: (key, points, now) => {
      passTime(now);
      current ??= new Float64Array(rows * columns);
      for (const counter of countersOf(key)) current[counter] = (current[counter] ?? 0) + points;
    },
    spentBy: (key, now) => {
      passTime(now);
      if (current === undefined && previous === undefined) return 0;
      const spent = countersOf(key).map((counter) => (current?.[counter] ?? 0) + (previous?.[counter] ?? 0));
      return Math.min(...spent);
    },
  };
}
