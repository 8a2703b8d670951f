import type { SearchWord } from '../db/full-text.ts';
import type { ArticleRow } from '../db/tables/article.ts';
import type { NarrativeRow } from '../db/tables/narrative.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { Connection } from '../graphql/connection.ts';
import type { Place } from './ranking.ts';

interface AnyHit {
  cursor: string;
  /** What was looked for. */
  words: readonly SearchWord[];
  /** Where it was found. */
  place: Place;
}

/** Something that a search has found. */
export type Hit =
  | (AnyHit & { kind: 'NARRATIVE'; node: NarrativeRow })
  | (AnyHit & { kind: 'SURVEY'; node: SurveyRow })
  | (AnyHit & { kind: 'ARTICLE'; node: ArticleRow });

export type SearchPage = Connection<Hit>;

/** A section in which a search has found its words. */
export interface SearchSection {
  anchor: string;
  heading: string;
}
