import { narrativeSlug } from './data-set.ts';
import type { Sent } from './load.ts';
import { type Operation, operations } from './operations.ts';

/** A request and the operation it belongs to. */
export interface MixedRequest extends Sent {
  operation: Operation['name'];
}

/** Asks our server for an answer that was not kept; the others take no notice. */
export const anew = { 'x-graphql-cost': 'report' };

const rareDocuments = 2000;

/** Each its own text, so that what is kept for documents and answers comes and goes. */
const rare = Array.from(
  { length: rareDocuments },
  (_, place): MixedRequest => ({
    operation: 'exact-fields',
    body: {
      operationName: 'ExactFields',
      query: `query ExactFields($slug: String!) { narrative(slug: $slug) { slug name shortName summary } } # ${place}`,
      variables: { slug: narrativeSlug(place) },
    },
  }),
);

const usual = operations.flatMap(({ name, bodies }) =>
  bodies.flatMap((body): MixedRequest[] => [
    { operation: name, body },
    { operation: name, body, headers: anew },
  ]),
);

/** Requests of all kinds: a rare document after each ten of the usual ones. */
export const mixedRequests: readonly MixedRequest[] = rare.flatMap((one, place) => [
  ...Array.from({ length: 10 }, (_, step) => usual[(place * 10 + step) % usual.length]).filter(
    (request) => request !== undefined,
  ),
  one,
]);
