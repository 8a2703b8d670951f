import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { Option } from '../survey/option.ts';

/** The figures of a result, as `result_revision` stores them. */
export interface PublishedFigures {
  ballots: number | null;
  countedAt: number | null;
  /** Narratives by their slugs, in the order of their ranks. */
  results: { narrative: string; rank: number; votes: number | null; share: number }[];
}

/** What was published until a correction took its place. */
export interface ResultRevision {
  revision: number;
  /** When the next revision took its place. */
  at: number;
  reason: string;
  results: RevisionResult[];
}

export interface RevisionResult {
  option: Option;
  rank: number;
  votes: number | null;
  /** Percent. */
  share: number;
}

/** A stored revision; `narratives` has the rows of its narratives by slug. */
export const resultRevision = (
  row: { revision: number; at: number; reason: string },
  { results }: PublishedFigures,
  narratives: ReadonlyMap<string, NarrativeRow>,
): ResultRevision => ({
  revision: row.revision,
  at: row.at,
  reason: row.reason,
  results: results.flatMap(({ narrative: slug, rank, votes, share }) => {
    const narrative = narratives.get(slug);
    return narrative === undefined ? [] : [{ option: { narrative }, rank, votes, share }];
  }),
});
