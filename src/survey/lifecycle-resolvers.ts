import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { MutationResolvers } from '../generated/schema-types.ts';
import { brokenRule, type Failure, notFound, outcomeOf, surveyState } from '../graphql/user-errors.ts';
import {
  cancelSurvey,
  closeSurvey,
  isSurveyRefusal,
  openSurvey,
  publishSurvey,
  type SurveyRefusal,
  scheduleSurvey,
} from './lifecycle-writes.ts';
import { surveyBySlug } from './queries.ts';

export const Mutation = {
  scheduleSurvey: async (_root, { input }, { writer, db, editor }) =>
    outcomeOf(
      'ScheduleSurveySuccess',
      'survey',
      told(
        await scheduleSurvey(writer, db, {
          ...by(input.survey, editor),
          opensAt: input.opensAt?.getTime(),
          closesAt: input.closesAt?.getTime(),
        }),
      ),
    ),
  openSurvey: async (_root, { input }, { writer, db, editor }) =>
    outcomeOf(
      'OpenSurveySuccess',
      'survey',
      told(
        await openSurvey(writer, db, { ...by(input.survey, editor), closesAt: input.closesAt?.getTime() }),
      ),
    ),
  closeSurvey: async (_root, { input }, { writer, db, editor, settle }) => {
    const closed = await closeSurvey(writer, db, by(input.survey, editor));
    await settle(input.survey);
    return outcomeOf('CloseSurveySuccess', 'survey', told(counted(db, closed)));
  },
  publishSurvey: async (_root, { input }, { writer, db, editor, settle }) => {
    await settle(input.survey);
    return outcomeOf(
      'PublishSurveySuccess',
      'survey',
      told(await publishSurvey(writer, db, by(input.survey, editor))),
    );
  },
  cancelSurvey: async (_root, { input }, { writer, db, editor }) =>
    outcomeOf(
      'CancelSurveySuccess',
      'survey',
      told(
        await cancelSurvey(writer, db, { ...by(input.survey, editor), reason: input.reason ?? undefined }),
      ),
    ),
} satisfies Partial<MutationResolvers>;

const by = (survey: string, { actor }: { actor: string }) => ({ survey, actor });

/** The survey as it is now, with the count that was made since it closed. */
const counted = (db: Database, closed: SurveyRow | SurveyRefusal): SurveyRow | SurveyRefusal =>
  isSurveyRefusal(closed) ? closed : (surveyBySlug(db, closed.slug, true) ?? closed);

/** A refusal in the form of the schema. */
function told(result: SurveyRow | SurveyRefusal): SurveyRow | Failure {
  if (!isSurveyRefusal(result)) return result;
  const { code, message, path } = result;
  if (code === 'NOT_FOUND') return notFound('survey', '', 'survey', message);
  return code === 'SURVEY_STATE' ? surveyState(message) : brokenRule(path.join('.'), message);
}
