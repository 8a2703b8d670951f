import { Response } from '@whatwg-node/server';
import { type ResultRecord, resultsCsv } from '../vote/export-votes.ts';
import { executeForRoute, type RouteResources } from './route-operation.ts';
import { jsonResponse, type Route } from './routes.ts';

export const resultsCsvQuery = `query ResultsCsv($slug: String!) {
  survey(slug: $slug) { results(first: 64) { rank votes share narrative { slug } channels { channel votes } } }
}`;

interface ResultsCsv {
  survey: { results: ResultRecord[] | null } | null;
}

/** The visible results of a survey as CSV. */
export const resultsCsvRoute = (resources: RouteResources): Route => ({
  path: '/surveys/{slug}/results.csv',
  handle: async (request, context, { slug }) => {
    const executed = await executeForRoute(
      request,
      context,
      { query: resultsCsvQuery, variables: { slug } },
      resources,
    );
    if ('failure' in executed) return executed.failure;
    // The query selects these fields.
    const { survey } = executed.data as ResultsCsv;
    if (survey?.results == null)
      return jsonResponse(404, { error: 'There is no such survey, or its results are not public yet.' });
    return new Response(resultsCsv(survey.results), {
      headers: { 'content-type': 'text/csv; charset=utf-8' },
    });
  },
});
