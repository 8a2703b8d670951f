/** In the order in which hits that are equally good come. */
export const searchKinds = ['NARRATIVE', 'SURVEY', 'ARTICLE'] as const;

export type SearchKind = (typeof searchKinds)[number];

/** Where all words of a search were found, the best place first. */
export const places = ['title', 'heading', 'body'] as const;

export type Place = (typeof places)[number];

/** The hits of one kind that have all words in one place. A hit belongs to the best one. */
export interface Rank {
  /** Its number among all ranks, the best first. */
  number: number;
  kind: SearchKind;
  place: Place;
}

/** Every rank of these kinds, the best first. */
export const ranksOf = (kinds: readonly SearchKind[]): Rank[] =>
  places.flatMap((place, tier) =>
    searchKinds.flatMap((kind, index) =>
      kinds.includes(kind) ? [{ number: tier * searchKinds.length + index, kind, place }] : [],
    ),
  );
