import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { type GraphQLResponse, type ResponseOrStream, responseText } from '../engine/graphql-response.ts';
import { paramNames } from '../engine/operation-params.ts';
import { headersOfErrors, statusOf } from '../graphql/errors.ts';
import { mapStream } from '../graphql/map-stream.ts';
import { executeBody, isRequestError, requestErrors } from './execute-body.ts';
import type { GraphQLOptions } from './json-post.ts';
import { isJson, parseJson, readBytes, unsupportedMediaType } from './read-json.ts';
import type { ApiPlugin } from './server-context.ts';

/**
 * Makes Yoga execute operations with the engine. Yoga executes the operations of a batch separately, but the
 * engine prices and charges them as a whole. So the engine executes the request as soon as it is parsed, and
 * Yoga gets a placeholder for each operation, by which its response is found.
 */
export function useEngine(options: Pick<GraphQLOptions, 'engine' | 'batchLimit' | 'bodyLimit'>): ApiPlugin {
  const responses = new WeakMap<GraphQLParams, ResponseOrStream>();
  return {
    onRequestParse({ request, serverContext, setRequestParser }) {
      const { caller } = serverContext;
      if (caller === undefined) throw new Error('`useCallers` must run before the request is parsed.');
      if (request.method === 'POST') {
        const { headers } = request;
        if (!isJson(headers.get('content-type'), headers.get('content-encoding'))) throw unsupportedMediaType;
        setRequestParser(
          async ({ body }) =>
            // The engine validates the parameters.
            parseJson(
              await readBytes(body, headers.get('content-length'), options.bodyLimit),
            ) as GraphQLParams,
        );
      } else if (request.method === 'GET') {
        setRequestParser(({ url }) => paramsIn(new URL(url).searchParams));
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
        // Yoga reads the status of a batch from `extensions` of the array of responses.
        setResult(Object.assign(result, { extensions: { http: errors[0]?.extensions.http } }));
      } else if (caller?.acceptsStream) {
        // As a stream, its status would be 200.
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

/** Yoga's own parser does not know `documentId`. The engine parses `variables` and `extensions`. */
const paramsIn = (search: URLSearchParams): GraphQLParams =>
  Object.fromEntries(paramNames.map((name) => [name, search.get(name) || undefined]));

const yogaResult = (response: ResponseOrStream): ExecutionResult | AsyncIterable<ExecutionResult> =>
  response.stream === undefined
    ? resultOf(response)
    : mapStream(response.stream[Symbol.asyncIterator](), resultOf);

/** Yoga derives the status from `errors`, so they are set only if the operation was not executed. */
const resultOf = (response: GraphQLResponse): ExecutionResult & { stringify: () => string } => ({
  ...(isRequestError(response) ? { errors: response.errors } : { data: {} }),
  stringify: () => responseText(response),
});
