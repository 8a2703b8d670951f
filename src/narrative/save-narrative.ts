import type { Connection } from '../db/client.ts';
import { narrative, type WholeNarrativeRow } from '../db/tables/narrative.ts';
import type { NarrativeInput } from './narrative-input.ts';

/**
 * Writes the narrative with this slug, new or not; `now` becomes its `updatedAt`. The caller opens the
 * transaction.
 */
export function saveNarrative(
  db: Connection,
  { slug, name, shortName, summary, keyPoints, relatedProjects }: NarrativeInput,
  now: number,
): void {
  const values: Omit<WholeNarrativeRow, 'id' | 'slug'> = {
    name,
    shortName,
    summary,
    keyPoints: JSON.stringify(keyPoints),
    relatedProjects: JSON.stringify(relatedProjects.map((name) => ({ name }))),
    updatedAt: now,
  };
  db.insert(narrative)
    .values({ slug, ...values })
    .onConflictDoUpdate({ target: narrative.slug, set: values })
    .run();
}
