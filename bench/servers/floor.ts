import { createServer } from 'node:http';
import { openReads, type Result, type Survey, share } from './reads.ts';
import { settings } from './settings.ts';

// Written by hand for these requests only: no GraphQL, no checks, no limits. A server that reads the same
// database can hardly be faster.

interface Request {
  operationName: string;
  variables: { slug: string };
}

const { port, file } = settings;
const reads = openReads(file);

const result = ({ voteCount }: Survey, { rank, votes, slug, name }: Result) => ({
  rank,
  votes,
  share: share(votes, voteCount),
  narrative: { slug, name },
});

function leaderboard(slug: string) {
  const survey = reads.survey(slug);
  if (survey === undefined) return { survey: null };
  const { title, voteCount } = survey;
  return {
    survey: { title, voteCount, results: reads.results(survey.id).map((row) => result(survey, row)) },
  };
}

function headline(slug: string) {
  const survey = reads.survey(slug);
  if (survey === undefined) return { survey: null };
  return { survey: { slug: survey.slug, title: survey.title, voteCount: survey.voteCount } };
}

function dashboard() {
  const surveys = reads.surveys(12);
  const results = reads.resultsBySurveyIds(surveys.map(({ id }) => id));
  const nodes = surveys.map((survey) => ({
    slug: survey.slug,
    title: survey.title,
    voteCount: survey.voteCount,
    results: (results.get(survey.id) ?? []).map((row) => ({
      rank: row.rank,
      votes: row.votes,
      share: share(row.votes, survey.voteCount),
      narrative: { slug: row.slug, name: row.name, keyPoints: JSON.parse(row.keyPoints) },
    })),
    articles: {
      nodes: reads.articles(survey.id, 3).map(({ publishedAt, ...article }) => ({
        ...article,
        publishedAt: new Date(publishedAt).toISOString(),
      })),
    },
  }));
  return { surveys: { nodes } };
}

function dataOf({ operationName, variables }: Request): unknown {
  if (operationName === 'ExactFields') return { narrative: reads.narrative(variables.slug) ?? null };
  if (operationName === 'Leaderboard') return leaderboard(variables.slug);
  return operationName === 'Headline' ? headline(variables.slug) : dashboard();
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: Request | Request[] = JSON.parse(Buffer.concat(chunks).toString());
    const answer = Array.isArray(body) ? body.map((one) => ({ data: dataOf(one) })) : { data: dataOf(body) };
    const text = JSON.stringify(answer);
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  });
}).listen(port, '127.0.0.1');
