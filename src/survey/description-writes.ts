import { and, asc, eq, gt, lt } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { survey, surveyDescription } from '../db/tables/survey.ts';
import { rendererVersion } from '../text/renderer.ts';
import type { RichText } from '../text/rich-text.ts';

/** A description that an earlier version of the renderer has rendered, as it was written. */
export interface OutdatedDescription {
  surveyId: number;
  slug: string;
  markdown: string;
}

/** The first such description after that of the survey with this id. */
export const outdatedDescription = (db: Database, afterId: number): OutdatedDescription | undefined =>
  db
    .select({ surveyId: survey.id, slug: survey.slug, markdown: surveyDescription.markdown })
    .from(surveyDescription)
    .innerJoin(survey, eq(survey.id, surveyDescription.surveyId))
    .where(and(lt(surveyDescription.renderedBy, rendererVersion), gt(surveyDescription.surveyId, afterId)))
    .orderBy(asc(surveyDescription.surveyId))
    .limit(1)
    .get();

/** Replaces what was rendered of the description, unless it has been saved since it was read. */
export function replaceDescription(
  db: Database,
  { surveyId, markdown }: OutdatedDescription,
  { html, text }: RichText,
): void {
  db.update(surveyDescription)
    .set({ html, text, renderedBy: rendererVersion })
    .where(
      and(
        eq(surveyDescription.surveyId, surveyId),
        eq(surveyDescription.markdown, markdown),
        lt(surveyDescription.renderedBy, rendererVersion),
      ),
    )
    .run();
}
