export const createArticle = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) {
  __typename ... on CreateArticleSuccess { article { slug status publishedAt readingTimeMinutes body(format: TEXT) } } ... on UserError { code path } } }`;

export const publishArticle = `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) {
  __typename ... on PublishArticleSuccess { article { status publishedAt } } ... on UserError { code path } } }`;

export const articleInput = {
  slug: 'news',
  title: 'News',
  excerpt: 'What is new.',
  category: 'Research',
  author: 'Desk',
  body: 'Intro with {{share:depin}}.\n\n## More\n\nText.',
  survey: 'top-crypto-narratives-2024',
  narratives: ['depin'],
};
