/** Milliseconds of CPU that one anonymous request may take. */
export const requestBound = 100;

/** Milliseconds of CPU above `{ __typename }` that a field may take for so many points. */
export const fieldBound = (points: number): number => 0.5 + 0.1 * points;

/** An anonymous client's points per window, and the milliseconds of CPU that they may buy. */
export const budget = { points: 10_000, milliseconds: 10_000 };

/** Milliseconds of CPU that a whole budget buys with requests like this one. */
export const budgetOf = ({ cpu, points }: { cpu: number; points: number }): number =>
  (cpu * budget.points) / Math.max(points, 1);
