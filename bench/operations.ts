import { narrativeCount, narrativeSlug, surveyCount, surveySlug } from './data-set.ts';

/** A row of the table: requests of one kind, sent in turn. */
export interface Operation {
  name: 'exact-fields' | 'leaderboard' | 'dashboard' | 'batch';
  description: string;
  /** The ratio to the floor that our server should reach without cached responses. */
  target: number;
  bodies: readonly unknown[];
}

const each = <Body>(count: number, bodyOf: (place: number) => Body): Body[] =>
  Array.from({ length: count }, (_, place) => bodyOf(place));

const exactFields = (place: number) => ({
  operationName: 'ExactFields',
  query: 'query ExactFields($slug: String!) { narrative(slug: $slug) { slug name shortName summary } }',
  variables: { slug: narrativeSlug(place) },
});

const headline = (place: number) => ({
  operationName: 'Headline',
  query: 'query Headline($slug: String!) { survey(slug: $slug) { slug title voteCount } }',
  variables: { slug: surveySlug(place) },
});

export const operations: readonly Operation[] = [
  {
    name: 'exact-fields',
    description: 'one narrative by slug',
    target: 0.95,
    bodies: each(narrativeCount, exactFields),
  },
  {
    name: 'leaderboard',
    description: 'one survey with its ten results and their narratives',
    target: 1,
    bodies: each(surveyCount, (place) => ({
      operationName: 'Leaderboard',
      query: `query Leaderboard($slug: String!) { survey(slug: $slug) {
        title voteCount results { rank votes share narrative { slug name } } } }`,
      variables: { slug: surveySlug(place) },
    })),
  },
  {
    name: 'dashboard',
    description: '12 surveys with results, narratives, key points and 3 articles each',
    target: 0.95,
    bodies: [
      {
        operationName: 'Dashboard',
        query: `query Dashboard {
  surveys(first: 12) {
    nodes {
      slug title voteCount
      results { rank votes share narrative { slug name keyPoints { title body } } }
      articles(first: 3) { nodes { slug title excerpt readingTimeMinutes publishedAt } }
    }
  }
}`,
      },
    ],
  },
  {
    name: 'batch',
    description: 'one HTTP request with ten small operations, of two kinds',
    target: 0.8,
    bodies: each(narrativeCount, (batch) =>
      each(10, (place) => (place % 2 === 0 ? exactFields : headline)(batch + place)),
    ),
  },
];
