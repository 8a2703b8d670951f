import type { Connection } from '../db/client.ts';
import { narrative } from '../db/tables/narrative.ts';
import type { NarrativeInput } from './narrative-input.ts';

/** Writes the narrative with this slug, new or not; `now` becomes its `updatedAt`. The caller opens the transaction. */
export function saveNarrative(
  db: Connection,
  { slug, keyPoints, relatedProjects, ...texts }: NarrativeInput,
  now: number,
): void {
  const values = {
    ...texts,
    keyPoints: JSON.stringify(keyPoints),
    relatedProjects: JSON.stringify(relatedProjects.map((name) => ({ name }))),
    updatedAt: now,
  };
  db.insert(narrative)
    .values({ slug, ...values })
    .onConflictDoUpdate({ target: narrative.slug, set: values })
    .run();
}
