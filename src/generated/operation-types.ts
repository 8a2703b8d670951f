/* Generated from src/pages/operations/ by `npm run codegen`; not to be edited. */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Where a result comes from. */
export type ResultSource =
  /** Published elsewhere and taken over as it stood: shares and ranks only. Counts are null. */
  | 'REPORTED'
  /** Counted here, vote by vote: the result has counts and shares. */
  | 'TALLIED';

/** When a result can be seen. */
export type ResultsVisibility =
  /** Once voting is over. Until then nothing of the running result is visible. */
  | 'AFTER_CLOSE'
  /** At any time, also while voting is open. */
  | 'LIVE';

/** What a ballot may say. */
export type SurveyMethod =
  /** Every narrative the voter approves of, up to `maxChoices`. A share is the part of the ballots that name the narrative, so shares may add up to more than 100. */
  | 'APPROVAL'
  /** Narratives in order of preference, up to `maxChoices`, counted by instant runoff. */
  | 'RANKED_CHOICE'
  /** One narrative. Shares add up to 100. */
  | 'SINGLE_CHOICE';

/** The status of a survey. */
export type SurveyStatus =
  /** Called off; a result will not follow. */
  | 'CANCELLED'
  /** Voting is over; the result is not published yet. */
  | 'CLOSED'
  /** Being prepared; only editors see it. */
  | 'DRAFT'
  /** Voting is open. */
  | 'OPEN'
  /** The result is published. */
  | 'PUBLISHED'
  /** Announced; voting opens at `opensAt`. */
  | 'SCHEDULED';

export type ArticlePageQueryVariables = Exact<{
  article: string;
}>;


export type ArticlePageQuery = { article: { slug: string, title: string, excerpt: string, body: string, readingTimeMinutes: number, publishedAt: string | null, updatedAt: string, disclaimer: string | null, category: { name: string }, author: { name: string }, image: { url: string, alt: string, width: number, height: number } | null, sections: Array<{ anchor: string, heading: string, level: number, sections: Array<{ anchor: string, heading: string }> }>, faqs: Array<{ question: string, answer: string }>, survey: { slug: string, title: string } | null, narratives: Array<{ slug: string, shortName: string }>, related: Array<{ slug: string, title: string, excerpt: string }> } | null };

export type FeedQueryVariables = Exact<{ [key: string]: never; }>;


export type FeedQuery = { articles: { nodes: Array<{ slug: string, title: string, excerpt: string, publishedAt: string | null, updatedAt: string, author: { name: string } }> }, surveys: { nodes: Array<{ slug: string, title: string, question: string, publishedAt: string | null, chart: { alt: string } }> } };

export type HistoryPictureQueryVariables = Exact<{
  narrative: string;
}>;


export type HistoryPictureQuery = { narrative: { slug: string, name: string, shortName: string, results: { nodes: Array<{ rank: number, share: number, survey: { title: string, edition: number | null, isSample: boolean, series: { slug: string, title: string } | null } }> } } | null };

export type HomePageQueryVariables = Exact<{
  after?: string | null | undefined;
  words?: string;
  isSearch?: boolean;
}>;


export type HomePageQuery = { open: { nodes: Array<{ slug: string, title: string, question: string, status: SurveyStatus, edition: number | null, isSample: boolean, resultSource: ResultSource, voteCount: number | null, opensAt: string | null, closesAt: string | null, publishedAt: string | null, results: Array<{ rank: number, share: number, narrative: { slug: string, shortName: string } }> | null }> }, latest?: { nodes: Array<{ slug: string, title: string, question: string, status: SurveyStatus, edition: number | null, isSample: boolean, resultSource: ResultSource, voteCount: number | null, opensAt: string | null, closesAt: string | null, publishedAt: string | null, chart: { url: string, alt: string, width: number, height: number }, results: Array<{ rank: number, share: number, narrative: { slug: string, shortName: string } }> | null }> }, archive?: { totalCount: number, nodes: Array<{ slug: string, title: string, edition: number | null, status: SurveyStatus, isSample: boolean }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, articles?: { nodes: Array<{ slug: string, title: string, excerpt: string, readingTimeMinutes: number, category: { name: string } }> }, search?: { totalCount: number, edges: Array<{ snippet: string, section: { anchor: string, heading: string } | null, node:
        | { __typename: 'Article', slug: string, title: string }
        | { __typename: 'Narrative', slug: string, name: string }
        | { __typename: 'Survey', slug: string, title: string }
       }> } };

export type SurveyCardFragment = { slug: string, title: string, question: string, status: SurveyStatus, edition: number | null, isSample: boolean, resultSource: ResultSource, voteCount: number | null, opensAt: string | null, closesAt: string | null, publishedAt: string | null, results: Array<{ rank: number, share: number, narrative: { slug: string, shortName: string } }> | null };

export type LiveSurveySubscriptionVariables = Exact<{
  survey: string;
  options: number;
}>;


export type LiveSurveySubscription = { surveyResults: { status: SurveyStatus, voteCount: number | null, results: Array<{ rank: number, votes: number | null, share: number, isTied: boolean, interval: { low: number, high: number } | null, narrative: { slug: string } }> | null, outcome: { asOf: string | null, denominator: number | null } | null } | null };

export type NarrativePageQueryVariables = Exact<{
  narrative: string;
}>;


export type NarrativePageQuery = { narrative: { slug: string, name: string, shortName: string, summary: string, updatedAt: string, keyPoints: Array<{ title: string, body: string }>, relatedProjects: Array<{ name: string }>, results: { nodes: Array<{ rank: number, votes: number | null, share: number, survey: { slug: string, title: string, edition: number | null, status: SurveyStatus, isSample: boolean } }> }, articles: { nodes: Array<{ slug: string, title: string, excerpt: string }> } } | null };

export type ResultPictureQueryVariables = Exact<{
  survey: string;
}>;


export type ResultPictureQuery = { survey: { slug: string, title: string, question: string, status: SurveyStatus, method: SurveyMethod, isSample: boolean, opensAt: string | null, closesAt: string | null, publishedAt: string | null, results: Array<{ rank: number, share: number, votes: number | null, isTied: boolean, interval: { low: number, high: number } | null, narrative: { slug: string, shortName: string } }> | null, outcome: { asOf: string | null, denominator: number | null, unlistedShare: number | null } | null } | null };

export type SitemapQueryVariables = Exact<{ [key: string]: never; }>;


export type SitemapQuery = { surveys: { nodes: Array<{ slug: string, isSample: boolean }> }, narratives: { nodes: Array<{ slug: string, updatedAt: string }> }, articles: { nodes: Array<{ slug: string, updatedAt: string }> } };

export type SurveyPageQueryVariables = Exact<{
  survey: string;
}>;


export type SurveyPageQuery = { survey: { slug: string, title: string, question: string, description: string | null, edition: number | null, status: SurveyStatus, method: SurveyMethod, maxChoices: number, resultSource: ResultSource, resultsVisibility: ResultsVisibility, isSample: boolean, opensAt: string | null, closesAt: string | null, publishedAt: string | null, voteCount: number | null, series: { slug: string, title: string } | null, options: Array<{ slug: string, name: string, shortName: string }>, chart: { url: string, alt: string, width: number, height: number }, results: Array<{ rank: number, votes: number | null, share: number, isTied: boolean, marginToNext: number | null, rankChange: number | null, shareChange: number | null, interval: { low: number, high: number } | null, narrative: { slug: string, name: string, shortName: string } }> | null, outcome: { asOf: string | null, isFinal: boolean, tieRule: string, denominator: number | null, unlistedShare: number | null, revision: number, rounds: Array<{ number: number, exhausted: number, results: Array<{ votes: number, share: number, option: { slug: string, shortName: string } }>, eliminated: Array<{ slug: string, shortName: string }> }> | null } | null, previousEdition: { slug: string, title: string, edition: number | null } | null, articles: { nodes: Array<{ slug: string, title: string, excerpt: string }> } } | null };
