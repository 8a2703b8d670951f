import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { Engine } from '../engine/engine.ts';
import type { Answer } from '../engine/graphql-response.ts';
import { failed } from '../engine/mask-errors.ts';
import { paramsInUrl } from '../engine/params.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { badRequest, failure } from '../graphql/errors.ts';
import { sendEvents } from './event-stream.ts';
import { eventStream, isJson, json, responseType } from './media-type.ts';
import { readJson } from './read-json.ts';
import { respond } from './respond.ts';

export interface JsonPostOptions {
  engine: Engine;
  /** Operations in one request; 0 means any number. */
  batchLimit: number;
  /** Bytes of a body. */
  bodyLimit: number;
  /** Whether answers are compressed for clients that accept it. */
  isCompressing: boolean;
}

/**
 * Answers `POST application/json`, one operation or a batch, and queries by GET straight from node:http: nearly all requests come this
 * way, and the adapter to the Fetch API costs more than answering them. Streams go out as server-sent events; GraphiQL is Yoga's.
 */
export async function handleOperations(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
  { engine, batchLimit, bodyLimit, isCompressing }: JsonPostOptions,
): Promise<void> {
  const { headers } = context;
  const end = (accepted: string, answer: Answer | Answer[]) =>
    respond(request, response, answer, { accepted, headers, isCompressing });
  const mediaType = responseType(request.headers.accept);
  if (mediaType === undefined) {
    engine.reportBudget(context);
    return end(json, { errors: [notAcceptable] });
  }
  context.isStream = mediaType === eventStream;
  let body: unknown;
  try {
    body = await operationsOf(request, bodyLimit);
  } catch (thrown) {
    // What is left of the body is not read, so the connection cannot be used again.
    headers.connection = 'close';
    engine.reportBudget(context);
    return end(mediaType, failed(thrown, context));
  }
  if (!Array.isArray(body)) {
    const outcomes = engine.answer([body], context);
    // To wait for what is there already would cost a small request some of its time.
    const [answer = {}] = outcomes instanceof Promise ? await outcomes : outcomes;
    if (answer.stream !== undefined) return sendEvents(response, headers, answer.stream);
    const isStreamed =
      mediaType === eventStream && (answer.data !== undefined || answer.errors === undefined);
    if (isStreamed) return sendEvents(response, headers, only(answer));
    return end(mediaType, answer);
  }
  const refusal = batchRefusal(body, batchLimit);
  if (refusal === undefined) {
    context.isStream = false;
    return end(mediaType, await engine.answer(body, context));
  }
  engine.reportBudget(context);
  const answer = { errors: [refusal] };
  return end(mediaType, body.length === 0 ? answer : body.map(() => answer));
}

async function* only(answer: Answer): AsyncGenerator<Answer> {
  yield answer;
}

function operationsOf(request: IncomingMessage, bodyLimit: number): unknown {
  if (request.method === 'GET')
    return paramsInUrl(new URL(request.url ?? '', 'http://localhost').searchParams);
  if (request.method !== 'POST') throw onlyGetAndPost;
  if (!isJson(request.headers['content-type']) || request.headers['content-encoding'] !== undefined) {
    throw unsupportedMediaType;
  }
  return readJson(request, bodyLimit);
}

function batchRefusal(batch: readonly unknown[], limit: number): GraphQLError | undefined {
  if (batch.length === 0) return badRequest(400, 'The batch is empty. Send at least one operation.');
  if (limit === 0 || batch.length <= limit) return undefined;
  return failure(
    'BATCH_LIMIT_EXCEEDED',
    `The batch has ${batch.length} operations; at most ${limit} are allowed. Send the rest in another request.`,
  );
}

const notAcceptable = badRequest(
  406,
  'None of the media types in `accept` can be served. Accept application/graphql-response+json or application/json.',
);

const unsupportedMediaType = badRequest(
  415,
  'The body is not sent as JSON. Send it with `content-type: application/json`, uncompressed.',
);

const onlyGetAndPost = badRequest(405, 'Only GET and POST are answered here. Send the operation by POST.');
