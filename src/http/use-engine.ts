import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { type GraphQLResponse, type ResponseOrStream, responseText } from '../engine/graphql-response.ts';
import { headersOfErrors, statusOf } from '../graphql/errors.ts';
import { mapStream } from '../graphql/map-stream.ts';
import { executeBody, isRequestError, requestErrors } from './execute-body.ts';
import type { GraphQLOptions } from './json-post.ts';
import { isJson, parseJson, readBytes, unsupportedMediaType } from './read-json.ts';
import type { ApiPlugin } from './server-context.ts';

/**
 * Lets Yoga answer with what the engine responds. The engine takes all operations of a request at once, since a batch
 * is priced and charged as a whole; so they are executed as soon as the request is parsed, and Yoga is given a
 * placeholder for each, which stands for its response.
 */
export function useEngine(options: Pick<GraphQLOptions, 'engine' | 'batchLimit' | 'bodyLimit'>): ApiPlugin {
  const responses = new WeakMap<GraphQLParams, ResponseOrStream>();
  return {
    onRequestParse({ request, serverContext, setRequestParser }) {
      const { caller } = serverContext;
      if (caller === undefined) throw new Error('The caller of a request must be known before it is parsed.');
      if (request.method === 'POST') {
        const { headers } = request;
        if (!isJson(headers.get('content-type'), headers.get('content-encoding'))) throw unsupportedMediaType;
        setRequestParser(
          async ({ body }) =>
            // What it is, the engine checks.
            parseJson(
              await readBytes(body, headers.get('content-length'), options.bodyLimit),
            ) as GraphQLParams,
        );
      }
      return {
        async onRequestParseDone({ requestParserResult, setRequestParserResult }) {
          const result = await executeBody(requestParserResult, caller, options);
          serverContext.result = result;
          const placeholders = result.responses.map((response) => {
            const placeholder = { query: '' };
            responses.set(placeholder, response);
            return placeholder;
          });
          setRequestParserResult(result.isBatch ? placeholders : (placeholders[0] ?? {}));
        },
      };
    },
    onParams({ params, setResult }) {
      const response = responses.get(params);
      if (response !== undefined) setResult(yogaResult(response));
    },
    onResultProcess({ result, setResult, setResultProcessor, serverContext: { result: body, caller } }) {
      const errors = body && requestErrors(body);
      if (errors === undefined) return;
      if (body?.isBatch) {
        // Yoga reads the status of a batch from the extensions of the array that it makes of the responses.
        setResult(Object.assign(result, { extensions: { http: errors[0]?.extensions.http } }));
      } else if (caller?.acceptsStream) {
        // As a stream, it would be a success that has a failure in it.
        setResultProcessor(
          (_result, { Response }) =>
            new Response(responseText(body?.responses[0] ?? {}), {
              status: statusOf(errors, ''),
              headers: { 'content-type': 'application/json; charset=utf-8', ...headersOfErrors(errors) },
            }),
          'application/json',
        );
      }
    },
  };
}

const yogaResult = (response: ResponseOrStream): ExecutionResult | AsyncIterable<ExecutionResult> =>
  response.stream === undefined
    ? resultOf(response)
    : mapStream(response.stream[Symbol.asyncIterator](), resultOf);

/** The errors decide the status where execution never began; else they are only part of the text. */
const resultOf = (response: GraphQLResponse): ExecutionResult & { stringify: () => string } => ({
  ...(isRequestError(response) ? { errors: response.errors } : { data: {} }),
  stringify: () => responseText(response),
});
