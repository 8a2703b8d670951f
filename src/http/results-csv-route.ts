import { Response } from '@whatwg-node/server';
import type { Engine } from '../engine/engine.ts';
import { type GraphQLResponse, responseText } from '../engine/graphql-response.ts';
import { headersOfErrors, statusOf } from '../graphql/errors.ts';
import { type ResultRecord, resultsCsv } from '../vote/export-votes.ts';
import { type CallerOptions, callerOfRequest } from './caller.ts';
import { jsonResponse, type Route } from './routes.ts';

const query = `query ResultsCsv($slug: String!) {
  survey(slug: $slug) { results(first: 64) { rank votes share narrative { slug } } }
}`;

/** The visible results of a survey as CSV: the same query that any client could send, charged like any other. */
export const resultsCsvRoute = (engine: Engine, options: CallerOptions): Route => ({
  path: '/surveys/{slug}/results.csv',
  handle: async (request, context, { slug }) => {
    const caller = await callerOfRequest(request, context, options);
    context.caller = { ...caller, costMode: undefined };
    const [response = {}] = await engine.execute([{ query, variables: { slug } }], context.caller);
    context.result = { responses: [response], isBatch: false };
    if (response.errors !== undefined) {
      const [error] = response.errors;
      return jsonResponse(
        statusOf(response.errors, ''),
        { error: error?.message },
        headersOfErrors(response.errors),
      );
    }
    const results = resultsIn(response);
    if (results === undefined)
      return jsonResponse(404, { error: 'There is no such survey, or its results are not public yet.' });
    return new Response(resultsCsv(results), { headers: { 'content-type': 'text/csv; charset=utf-8' } });
  },
});

function resultsIn(response: GraphQLResponse): ResultRecord[] | undefined {
  // The shape of the query above.
  const { data }: { data: { survey: { results: ResultRecord[] | null } | null } } = JSON.parse(
    responseText(response),
  );
  return data.survey?.results ?? undefined;
}
