export interface Setting {
  isQuick: boolean;
  /** A folder for all sections, removed at the end. */
  folder: string;
  /** Rows of the largest import, and votes of the largest survey. */
  most: number;
}

/** Measures a section and returns Markdown. */
export type Section = (setting: Setting) => Promise<string>;
