import { type RenderReport, renderOutdated } from '../content/render-outdated.ts';
import type { Database } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';

/**
 * Migrates the database, then renders what an earlier version of the renderer has rendered. Throws
 * DatabaseRefusedError.
 */
export async function bringUpToDate(db: Database): Promise<RenderReport & { applied: number }> {
  const applied = migrate(db);
  return { applied, ...(await renderOutdated(db)) };
}

/** One line for the operator. */
export const unrenderedLine = ({ kind, slug, reason }: RenderReport['unrendered'][number]): string =>
  `The ${kind} ${slug} can no longer be rendered and reads as it was written: ${reason}`;
