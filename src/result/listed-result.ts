import type { SurveyRow } from '../db/tables/survey.ts';
import type { Connection, Edge } from '../graphql/connection.ts';
import type { SurveyResult } from './survey-result.ts';

/**
 * A narrative's result in a list. Cursors and the ends of a page need the survey alone; the result ranks all
 * options of the survey.
 */
export interface ListedResult {
  survey: SurveyRow;
  result: () => SurveyResult;
}

export type ListedResults = Connection<ListedResult>;
export type ListedResultEdge = Edge<ListedResult>;
