import type { ServerResponse } from 'node:http';
import { type Answer, textOf } from '../engine/graphql-response.ts';
import type { ResponseHeaders } from '../engine/response-headers.ts';
import { eventStream } from './media-type.ts';

const keepAliveMilliseconds = 12_000;
/** Bytes that may wait for a client that reads slowly; beyond it the client is cut off and may come again. */
const maximumWaiting = 1_048_576;

/**
 * Sends answers as server-sent events, in the form of the "distinct connections mode" of GraphQL over SSE: `next` for each, then
 * `complete`. Resolves when the stream has ended, by either side.
 */
export async function sendEvents(
  response: ServerResponse,
  headers: ResponseHeaders,
  answers: AsyncIterable<Answer>,
): Promise<void> {
  response.writeHead(200, {
    ...headers,
    'content-type': `${eventStream}; charset=utf-8`,
    'cache-control': 'no-store',
    // Proxies that gather responses would hold the events back.
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const alive = setInterval(() => response.write(':\n\n'), keepAliveMilliseconds);
  const iterator = answers[Symbol.asyncIterator]();
  response.on('close', () => void iterator.return?.());
  try {
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      if (response.destroyed) return;
      response.write(eventOf(step.value));
      if (response.writableLength > maximumWaiting) {
        response.destroy();
        return;
      }
    }
    response.end('event: complete\ndata: \n\n');
  } finally {
    clearInterval(alive);
    await iterator.return?.();
  }
}

const events = new WeakMap<object, string>();

/** Those of data that several followers are shown are written once. */
function eventOf(answer: Answer): string {
  const { data, errors, extensions, kept } = answer;
  const event = () => `event: next\ndata: ${textOf(answer)}\n\n`;
  const isPlain = kept === undefined && errors === undefined && extensions === undefined;
  if (!isPlain || typeof data !== 'object' || data === null) return event();
  const known = events.get(data) ?? event();
  events.set(data, known);
  return known;
}
