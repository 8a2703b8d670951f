import Fastify from 'fastify';
import mercurius from 'mercurius';
import { type Article, openReads, type Result, type Survey, share } from '../servers/reads.ts';
import { settings } from '../servers/settings.ts';
import { typeDefs } from './schema.ts';

// The fastest Mercurius: compiled queries (jit), prepared statements, resolvers without promises, and one
// statement for the results of all surveys on a page.

const reads = openReads(settings.file);

type ListedSurvey = Survey & { results?: Map<number, Result[]>; page?: Survey[] };
type ListedResult = Result & { survey: Survey };

const resultsOf = (survey: ListedSurvey): Result[] => {
  if (survey.page === undefined) return reads.results(survey.id);
  const [first] = survey.page as [ListedSurvey];
  first.results ??= reads.resultsBySurveyIds(survey.page.map(({ id }) => id));
  return first.results.get(survey.id) ?? [];
};

const app = Fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers: {
    Query: {
      narrative: (_root: unknown, { slug }: { slug: string }) => reads.narrative(slug) ?? null,
      survey: (_root: unknown, { slug }: { slug: string }) => reads.survey(slug) ?? null,
      surveys: (_root: unknown, { first }: { first: number }) => {
        const page = reads.surveys(first);
        return { nodes: page.map((survey) => Object.assign(survey, { page })) };
      },
    },
    Survey: {
      results: (survey: ListedSurvey): ListedResult[] =>
        resultsOf(survey).map((result) => Object.assign(result, { survey })),
      articles: ({ id }: Survey, { first }: { first: number }) => ({ nodes: reads.articles(id, first) }),
    },
    SurveyResult: {
      share: ({ votes, survey }: ListedResult) => share(votes, survey.voteCount),
      // A result's row has the columns of its narrative too.
      narrative: (result: ListedResult) => result,
    },
    Narrative: { keyPoints: ({ keyPoints }: { keyPoints: string }) => JSON.parse(keyPoints) },
    Article: { publishedAt: ({ publishedAt }: Article) => new Date(publishedAt).toISOString() },
  },
  jit: 1,
  allowBatchedQueries: true,
});
await app.listen({ port: settings.port, host: '127.0.0.1' });
