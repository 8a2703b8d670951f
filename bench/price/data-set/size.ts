/** Numbers of rows in the data set. */
export interface Size {
  narratives: number;
  surveys: number;
  articles: number;
  /** Articles that are rendered; the others are copies of their rows. */
  articleTemplates: number;
  singleVotes: number;
  approvalVotes: number;
  /** In the open survey, each a different ranking. */
  rankedVotes: number;
  runoffVotes: number;
  /** In all other surveys together. */
  otherVotes: number;
  auditEntries: number;
  apiKeys: number;
}

export const wholeSize: Size = {
  narratives: 5_000,
  surveys: 1_000,
  articles: 10_000,
  articleTemplates: 400,
  singleVotes: 500_000,
  approvalVotes: 280_000,
  rankedVotes: 200_000,
  runoffVotes: 10_000,
  otherVotes: 10_000,
  auditEntries: 100_000,
  apiKeys: 1_000,
};

export const quickSize: Size = {
  narratives: 300,
  surveys: 100,
  articles: 500,
  articleTemplates: 60,
  singleVotes: 25_000,
  approvalVotes: 14_000,
  rankedVotes: 10_000,
  runoffVotes: 500,
  otherVotes: 500,
  auditEntries: 5_000,
  apiKeys: 50,
};
