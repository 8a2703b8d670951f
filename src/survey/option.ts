import { asBatch, loadForBatch } from '../db/rows/batch.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';

/** What a ballot can name. The narrative's names come with the option. */
export interface Option {
  narrative: NarrativeRow;
}

/**
 * The narrative of an option. Options of several surveys have narratives in common, each of which is one
 * row of one batch.
 */
export function narrativeOf(option: Option): NarrativeRow {
  const narratives = loadForBatch(option, 'narrative', (options) => {
    const byId = new Map(options.map(({ narrative }) => [narrative.id, narrative]));
    asBatch([...byId.values()]);
    return byId;
  });
  return narratives.get(option.narrative.id) ?? option.narrative;
}
