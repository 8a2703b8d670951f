import { eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { isIn, list, statement, statements } from '../db/rows/statement.ts';
import { surveyDescription } from '../db/tables/survey.ts';
import type { RichText } from '../text/rich-text.ts';

const columns = {
  MARKDOWN: surveyDescription.markdown,
  HTML: surveyDescription.html,
  TEXT: surveyDescription.text,
};

const descriptions = statements((db, format: keyof typeof columns) =>
  db
    .select({ id: surveyDescription.surveyId, text: columns[format] })
    .from(surveyDescription)
    .where(isIn(surveyDescription.surveyId, 'ids'))
    .prepare(),
);

/** The descriptions of those surveys that have one, in one form, by the survey's id. */
export const descriptionsBySurveyIds = (
  db: Database,
  ids: readonly number[],
  format: keyof typeof columns,
): Map<number, string> =>
  new Map(
    descriptions(db, format)
      .all({ ids: list(ids) })
      .map(({ id, text }) => [id, text]),
  );

const ofSurvey = statement((db) =>
  db
    .select({
      markdown: surveyDescription.markdown,
      html: surveyDescription.html,
      text: surveyDescription.text,
    })
    .from(surveyDescription)
    .where(eq(surveyDescription.surveyId, sql.placeholder('id')))
    .prepare(),
);

/** A survey's description in all its forms. */
export const storedDescription = (db: Database, surveyId: number): RichText | undefined =>
  ofSurvey(db).get({ id: surveyId });
