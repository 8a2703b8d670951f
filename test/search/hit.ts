/** The fields of a hit by which tests know it. */
export const node = '__typename ... on Narrative { slug } ... on Survey { slug } ... on Article { slug }';

export interface Named {
  __typename: string;
  slug: string;
}
