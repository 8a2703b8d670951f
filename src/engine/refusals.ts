import { badRequest } from '../graphql/errors.ts';

export const mutationByGet = badRequest(405, 'Mutations do not run by GET. Send the operation by POST.', {
  allow: 'POST',
});

export const subscriptionWithoutStream = badRequest(
  406,
  'A subscription is answered with a stream. Send it alone, with `accept: text/event-stream`.',
);
