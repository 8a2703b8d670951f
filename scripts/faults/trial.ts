/** The setting of a trial. */
export interface Setting {
  isQuick: boolean;
  /** A temporary folder, which is removed afterwards. */
  folder: string;
}

/** The result of a trial: a summary with figures and the violated rules, or the reason why it was skipped. */
export type Verdict = { summary: string; violations: string[] } | { skipped: string };

export interface Trial {
  name: string;
  run: (setting: Setting) => Promise<Verdict>;
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A random integer from `least` to below `limit`. */
export const randomBetween = (least: number, limit: number): number =>
  least + Math.floor(Math.random() * (limit - least));

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
