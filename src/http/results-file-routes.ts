import { Response } from '@whatwg-node/server';
import { type ExportedChannel, type ExportedSurvey, resultsCsv } from '../vote/export-results.ts';
import { executeForRoute, type RouteResources } from './route-operation.ts';
import { jsonResponse, type Route } from './routes.ts';

/** One query for both files, so that they share the cached response. */
export const resultsFileQuery = `query ResultsFile($slug: String!) {
  survey(slug: $slug) {
    slug title edition method status resultSource isSample
    outcome { asOf isFinal denominator revision unlistedShare channels { channel votes share } }
    results(first: 64) { rank votes share narrative { slug name shortName } channels { channel votes share } }
  }
}`;

type Result = ExportedSurvey['results'][number];

interface ResultsFileData {
  survey:
    | (ResultsFileSurvey & { results: ResultsFileSurvey['results'] | null; outcome: object | null })
    | null;
}

interface ResultsFileSurvey extends ExportedSurvey {
  title: string;
  status: string;
  resultSource: string;
  isSample: boolean;
  outcome: ExportedSurvey['outcome'] & {
    asOf: string | null;
    isFinal: boolean;
    unlistedShare: number | null;
    channels: ExportedChannel[] | null;
  };
  results: (Result & { narrative: { shortName: string } })[];
}

/** The visible results of a survey as CSV and as JSON. */
export const resultsFileRoutes = (resources: RouteResources): Route[] => [
  resultsFileRoute('csv', 'text/csv', (survey) => resultsCsv(survey), resources),
  resultsFileRoute(
    'json',
    'application/json',
    (survey) => `${JSON.stringify(resultsJson(survey))}\n`,
    resources,
  ),
];

const resultsFileRoute = (
  extension: string,
  type: string,
  textOf: (survey: ResultsFileSurvey) => string,
  resources: RouteResources,
): Route => ({
  path: `/surveys/{slug}/results.${extension}`,
  handle: async (request, context, { slug }) => {
    const operation = { query: resultsFileQuery, variables: { slug } };
    const executed = await executeForRoute(request, context, operation, resources);
    if ('failure' in executed) return executed.failure;
    // The query selects these fields.
    const { survey } = executed.data as ResultsFileData;
    if (survey === null || survey.results === null || survey.outcome === null)
      return jsonResponse(404, { error: 'There is no such survey, or its results are not public yet.' });
    return new Response(textOf(survey), {
      headers: {
        'content-type': `${type}; charset=utf-8`,
        // The path of the route admits nothing in a slug that ends the quotes.
        'content-disposition': `attachment; filename="${survey.slug}.${extension}"`,
        'x-content-type-options': 'nosniff',
      },
    });
  },
});

const resultsJson = ({ slug, outcome, results, ...survey }: ResultsFileSurvey) => ({
  survey: slug,
  title: survey.title,
  edition: survey.edition,
  method: survey.method,
  status: survey.status,
  resultSource: survey.resultSource,
  isSample: survey.isSample,
  base: outcome.denominator,
  revision: outcome.revision,
  isFinal: outcome.isFinal,
  asOf: outcome.asOf,
  unlistedShare: outcome.unlistedShare,
  channels: outcome.channels,
  results: results.map(({ rank, narrative, votes, share, channels }) => ({
    rank,
    narrative: narrative.slug,
    name: narrative.name,
    shortName: narrative.shortName,
    votes,
    share,
    channels,
  })),
});
