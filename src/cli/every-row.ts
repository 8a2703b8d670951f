import type { Page } from '../db/keyset.ts';

/** The page of a command that lists everything. */
export const everyRow: Page = { size: 1_000_000, isBackward: false, after: undefined, before: undefined };
