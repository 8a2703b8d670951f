import type { ArticleRow } from '../db/tables/article.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { Connection } from '../graphql/connection.ts';

/** Something that a search has found. */
export interface Hit {
  /** Of the entry in the index. */
  id: number;
  /** The full-text expression that found it. */
  match: string;
  cursor: string;
  node: NarrativeRow | SurveyRow | ArticleRow;
}

export type SearchPage = Connection<Hit>;
