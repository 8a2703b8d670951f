import { operations } from '../operations.ts';
import { requestBound } from './bounds.ts';
import { articleSlug } from './data-set/articles.ts';
import { runoffOptionCount, surveys } from './data-set/surveys.ts';
import { commonWords } from './data-set/words.ts';
import type { Exchange, MeasuredServer } from './measured-server.ts';
import { type RequestResult, requestResult } from './request-result.ts';

interface HonestOperation {
  name: string;
  query: string;
  variables?: Readonly<Record<string, unknown>>;
}

/** The query of an operation of the other benchmarks. */
function queryOf(name: string): string {
  const [body] = operations.find((operation) => operation.name === name)?.bodies ?? [];
  // The bodies of these operations are single requests.
  return (body as { query: string }).query;
}

const hundredVotesIn = (survey: string): string => `{
  survey(slug: "${survey}") {
    votes(first: 100) {
      nodes { id castAt channel choices { slug name } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

/** What pages and apps send, each in one request. A price that refuses one of them is wrong. */
const honestOperations: readonly HonestOperation[] = [
  { name: 'leaderboard', query: queryOf('leaderboard'), variables: { slug: surveys.single } },
  {
    name: 'leaderboard of all 64 options',
    query: `{
      survey(slug: "${surveys.ranked}") {
        title voteCount outcome { asOf isFinal denominator unlistedShare }
        results(first: 64) { rank votes share marginToNext narrative { slug name shortName } }
      }
    }`,
  },
  { name: 'dashboard', query: queryOf('dashboard') },
  {
    name: 'article page',
    query: `{
      article(slug: "${articleSlug(7)}") {
        title excerpt publishedAt readingTimeMinutes disclaimer category { slug name } author { name }
        sections { anchor heading level body sections { anchor heading level body } }
        faqs { question answer }
        narratives { slug name shortName summary }
        survey { slug title status results(first: 5) { rank share narrative { slug name } } }
        related(first: 3) { slug title excerpt publishedAt }
      }
    }`,
  },
  { name: 'a hundred votes with their choices', query: hundredVotesIn(surveys.single) },
  { name: 'a hundred approvals with their choices', query: hundredVotesIn(surveys.approval) },
  {
    name: `all rounds of a runoff of ${runoffOptionCount} options`,
    query: `{
      survey(slug: "${surveys.runoff}") {
        outcome {
          denominator
          rounds(first: ${runoffOptionCount}) {
            number exhausted eliminated { slug name }
            results(first: ${runoffOptionCount}) { votes share option { slug name } }
            transfers(first: ${runoffOptionCount}) { votes from { slug } to { slug } }
            ties { resolvedBy options { slug } }
          }
        }
      }
    }`,
  },
  {
    name: 'search',
    query: `query ($text: String!) {
      search(query: $text, first: 20) {
        totalCount
        edges {
          snippet
          node {
            __typename
            ... on Article { slug title }
            ... on Survey { slug title }
            ... on Narrative { slug name }
          }
        }
      }
    }`,
    variables: { text: commonWords[0] },
  },
  {
    name: 'list of articles',
    query: `{
      articles(first: 20) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { slug title excerpt publishedAt readingTimeMinutes category { name } author { name } }
      }
    }`,
  },
];

export interface HonestResult extends RequestResult {
  isPassing: boolean;
}

/**
 * Sends each without a key: first as a new document, then `count` times without a cached response.
 */
export async function honestResults(server: MeasuredServer, count: number): Promise<HonestResult[]> {
  const results: HonestResult[] = [];
  for (const { name, query, variables } of honestOperations) {
    const exchanges: Exchange[] = [await server.send({ body: { query, variables } })];
    for (let turn = 0; turn < count; turn += 1) {
      exchanges.push(
        await server.send({ body: { query, variables }, headers: { 'x-graphql-cost': 'report' } }),
      );
    }
    const result = requestResult(name, exchanges);
    results.push({
      ...result,
      isPassing: result.outcome === 'accepted' && result.cpu.median <= requestBound,
    });
  }
  return results;
}
