/** The part of the schema that the operations use, for the peers. */
export const typeDefs = /* GraphQL */ `
  scalar DateTime

  type Query {
    narrative(slug: String!): Narrative
    survey(slug: String!): Survey
    surveys(first: Int!): SurveyConnection!
  }

  type Narrative {
    slug: String!
    name: String!
    shortName: String!
    summary: String!
    keyPoints: [KeyPoint!]!
  }

  type KeyPoint {
    title: String!
    body: String!
  }

  type SurveyConnection {
    nodes: [Survey!]!
  }

  type Survey {
    slug: String!
    title: String!
    voteCount: Int
    results: [SurveyResult!]
    articles(first: Int!): ArticleConnection!
  }

  type SurveyResult {
    rank: Int!
    votes: Int
    share: Float!
    narrative: Narrative!
  }

  type ArticleConnection {
    nodes: [Article!]!
  }

  type Article {
    slug: String!
    title: String!
    excerpt: String!
    readingTimeMinutes: Int!
    publishedAt: DateTime
  }
`;
