import type { SurveyRow } from '../db/tables/survey.ts';
import type { Option } from '../survey/option.ts';
import { isTied, marginsToNext } from './rank.ts';
import type { ShareSource } from './share.ts';
import type { StoredRunoffResult } from './stored-runoff.ts';

/** One narrative's place in one survey: what the GraphQL type SurveyResult shows. */
export interface SurveyResult extends Option {
  survey: SurveyRow;
  rank: number;
  votes: number | null;
  /** Those of the votes that were imported; null without counts. */
  imported: number | null;
  /** The ballots that the shares are of, and those of them that were imported; null without counts. */
  base: { votes: number; imported: number } | null;
  /** Percent, rounded half up to one decimal. */
  share: number;
  /** Percent; null where only the rounded share was published. */
  shareExact: number | null;
  /** The exact figures behind `share`, for comparisons. */
  source: ShareSource;
  /** RANKED_CHOICE only: the count that the places come from. */
  runoff: StoredRunoffResult | null;
  /** What the option is compared with, and its position in that. */
  field: Comparison;
  index: number;
}

/**
 * All options of a survey in the order of their names, with what comes of comparing them, once it is asked
 * for.
 */
export interface Comparison {
  ranks: readonly number[];
  figures: readonly number[];
  /** Turns two figures into points of share. */
  difference: (higher: number, lower: number) => number;
  ties?: readonly boolean[];
  margins?: readonly (number | undefined)[];
}

/** Whether another option has the same rank. */
export function isTiedIn({ field, index }: SurveyResult): boolean {
  field.ties ??= isTied(field.ranks);
  return field.ties[index] ?? false;
}

/** Points of share over the next place; null in the last one. */
export function marginToNext({ field, index }: SurveyResult): number | null {
  field.margins ??= marginsToNext(field.ranks, field.figures, field.difference);
  return field.margins[index] ?? null;
}
