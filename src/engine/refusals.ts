import { badRequest } from '../graphql/errors.ts';

export const mutationByGet = badRequest(405, 'A mutation cannot be sent by GET. Send it by POST.', {
  allow: 'POST',
});

export const subscriptionWithoutStream = badRequest(
  406,
  'The response to a subscription is a stream. Send it alone, with `accept: text/event-stream`.',
);
