import type { SurveyRow } from '../db/tables/survey.ts';
import type { SubscriptionResolvers } from '../generated/schema-types.ts';
import { mapStream } from '../graphql/map-stream.ts';

interface Event {
  surveyResults: SurveyRow | null;
}

const nothing: Event = { surveyResults: null };
const events = new WeakMap<SurveyRow, Event>();

/**
 * All who follow a survey are given one row, and so one event: what is worked out for one of them is worked
 * out for all.
 */
function eventOf(row: SurveyRow): Event {
  const event = events.get(row) ?? { surveyResults: row };
  events.set(row, event);
  return event;
}

export const Subscription = {
  surveyResults: {
    subscribe: (_root, { survey }, { live, seesDrafts }) =>
      mapStream(live.follow(survey, seesDrafts), (row) => (row === undefined ? nothing : eventOf(row))),
  },
} satisfies SubscriptionResolvers;
