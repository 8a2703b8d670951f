/** What a trial is run in. */
export interface Setting {
  isQuick: boolean;
  /** A folder of its own, which is removed afterwards. */
  folder: string;
}

/** What a trial found: `said` in figures, and each rule that did not hold. Or why it could not be run. */
export type Verdict = { said: string; violations: string[] } | { skipped: string };

export interface Trial {
  name: string;
  run: (setting: Setting) => Promise<Verdict>;
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A whole number from `least` up to, but not including, `limit`. */
export const randomBetween = (least: number, limit: number): number =>
  least + Math.floor(Math.random() * (limit - least));

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
