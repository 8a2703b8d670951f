import type { SurveyRow } from '../db/tables/survey.ts';
import type { InstantRunoffResult } from './instant-runoff.ts';
import type { ShareSource } from './share.ts';

/** One narrative's place in one survey: what the GraphQL type SurveyResult shows. */
export interface Standing {
  survey: SurveyRow;
  narrativeId: number;
  narrativeSlug: string;
  rank: number;
  votes: number | null;
  /** Percent, rounded half up to one decimal. */
  share: number;
  /** Percent; null where only the rounded share was published. */
  shareExact: number | null;
  isTied: boolean;
  /** Points of share; null in the last place. */
  marginToNext: number | null;
  /** The exact figures behind `share`, for comparisons. */
  source: ShareSource;
  /** RANKED_CHOICE only: the count that the places come from. */
  runoff: InstantRunoffResult | null;
}
