export interface Setting {
  isQuick: boolean;
  /** A folder for all sections, removed afterwards. */
  folder: string;
  /** Rows of the largest import, and votes of the largest survey. */
  most: number;
}

/** What a section found, as Markdown. */
export type Section = (setting: Setting) => Promise<string>;
