import type { Database } from '../db/client.ts';
import type { SurveyRow } from '../db/tables/survey.ts';
import type { MutationResolvers } from '../generated/schema-types.ts';
import { resultOf } from '../graphql/user-errors.ts';
import { isRefusal } from '../text/refusal.ts';
import { cancelSurvey, closeSurvey, openSurvey, publishSurvey, scheduleSurvey } from './lifecycle-writes.ts';
import { surveyBySlug } from './queries.ts';

export const Mutation = {
  scheduleSurvey: async (_root, { input }, { writer, db, editor }) => {
    const { survey, opensAt, closesAt } = input;
    const times = { opensAt: opensAt?.getTime(), closesAt: closesAt?.getTime() };
    const scheduled = await scheduleSurvey(writer, db, { ...by(survey, editor), ...times });
    return resultOf('ScheduleSurvey', scheduled, (survey) => ({ survey }));
  },
  openSurvey: async (_root, { input }, { writer, db, editor }) => {
    const step = { ...by(input.survey, editor), closesAt: input.closesAt?.getTime() };
    return resultOf('OpenSurvey', await openSurvey(writer, db, step), (survey) => ({ survey }));
  },
  closeSurvey: async (_root, { input }, { writer, db, editor, settle }) => {
    const closed = await closeSurvey(writer, db, by(input.survey, editor));
    await settle(input.survey);
    const counted = isRefusal(closed) ? closed : withCount(db, closed);
    return resultOf('CloseSurvey', counted, (survey) => ({ survey }));
  },
  publishSurvey: async (_root, { input }, { writer, db, editor, settle }) => {
    await settle(input.survey);
    const { survey, unfinishedImportsReason } = input;
    const step = { ...by(survey, editor), unfinishedImportsReason };
    const published = await publishSurvey(writer, db, step);
    return resultOf('PublishSurvey', published, (survey) => ({ survey }));
  },
  cancelSurvey: async (_root, { input }, { writer, db, editor }) => {
    const step = { ...by(input.survey, editor), reason: input.reason ?? undefined };
    return resultOf('CancelSurvey', await cancelSurvey(writer, db, step), (survey) => ({ survey }));
  },
} satisfies Partial<MutationResolvers>;

const by = (survey: string, { actor }: { actor: string }) => ({ survey, actor });

/** The survey as it is now, with the count that was made since it closed. */
const withCount = (db: Database, closed: SurveyRow): SurveyRow =>
  surveyBySlug(db, closed.slug, true) ?? closed;
