import { loadOne } from '../db/rows/batch.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { ReadContext } from '../graphql/context.ts';
import { previousEditionsBySurveyIds } from './queries.ts';

/** The edition before this one that the caller may see, read for all surveys of the batch. */
export const previousEditionOf = (
  survey: SurveyRow,
  { db, seesDrafts }: ReadContext,
): SurveyRow | undefined =>
  loadOne(
    survey,
    'previousEdition',
    ({ id }) => id,
    (ids) => previousEditionsBySurveyIds(db, ids, seesDrafts),
  );
