import { narrativeSlug } from './data-set.ts';
import type { Sent } from './load.ts';
import { type Operation, operations } from './operations.ts';

/** A request and the operation it belongs to. */
export interface MixedRequest extends Sent {
  operation: Operation['name'];
}

/** Our server does not answer with a cached response; the others ignore it. */
export const uncached = { 'x-graphql-cost': 'report' };

const rareDocuments = 2000;

/** Each has another text, so that caches evict documents and responses. */
const rare = Array.from(
  { length: rareDocuments },
  (_, place): MixedRequest => ({
    operation: 'exact-fields',
    body: {
      operationName: 'ExactFields',
      query: `query ExactFields($slug: String!) {
        narrative(slug: $slug) { slug name shortName summary } } # ${place}`,
      variables: { slug: narrativeSlug(place) },
    },
  }),
);

const usual = operations.flatMap(({ name, bodies }) =>
  bodies.flatMap((body): MixedRequest[] => [
    { operation: name, body },
    { operation: name, body, headers: uncached },
  ]),
);

/** Requests of all kinds: a rare document after every ten usual ones. */
export const mixedRequests: readonly MixedRequest[] = rare.flatMap((one, place) => [
  ...Array.from({ length: 10 }, (_, step) => usual[(place * 10 + step) % usual.length]).filter(
    (request) => request !== undefined,
  ),
  one,
]);
