import { mapStream } from '../graphql/map-stream.ts';
import type { SubscriptionResolvers } from '../graphql/types.generated.ts';

export const Subscription = {
  surveyResults: {
    subscribe: (_root, { survey }, { live, seesDrafts }) =>
      mapStream(live.follow(survey, seesDrafts), (row) => ({ surveyResults: row ?? null })),
  },
} satisfies SubscriptionResolvers;
