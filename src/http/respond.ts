import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, jsonOf, statusOfAnswer, statusOfBatch, textOf } from './answer.ts';
import { type ContentCoding, codingFor, compress } from './compression.ts';
import { eventStream, json } from './media-type.ts';

export interface RespondOptions {
  /** The media type that the client wants. */
  accepted: string;
  isCompressing: boolean;
}

/** Sends an answer, or those of a batch, in the form that the client accepts. Resolves at once unless something has to be compressed. */
export function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer | Answer[],
  { accepted, isCompressing }: RespondOptions,
): void | Promise<void> {
  // What is no stream is not sent as one, so that its status can say what it is.
  const mediaType = accepted === eventStream ? json : accepted;
  const isBatch = Array.isArray(answer);
  const status = isBatch ? statusOfBatch(answer) : statusOfAnswer(answer, mediaType);
  const body = isBatch ? `[${answer.map(textOf).join()}]` : jsonOf(answer);
  const coding = isCompressing ? codingFor(request, response, body.length) : undefined;
  if (!isBatch && isKnown(request, response, answer, coding)) return;
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (status === 405) response.setHeader('allow', 'GET, POST, OPTIONS');
  const send = (bytes: string | Buffer, headers: Record<string, string>) => {
    response.writeHead(status, {
      'content-type': `${mediaType}; charset=utf-8`,
      'content-length': Buffer.byteLength(bytes),
      ...headers,
    });
    response.end(bytes);
  };
  if (coding === undefined) return send(body, {});
  const kept = isBatch ? undefined : answer.kept?.compressed;
  return compress(body, coding, kept).then((bytes) => send(bytes, { 'content-encoding': coding }));
}

/** Lets caches keep a public answer for a while and ask for it again by its tag; returns whether the client has it already. */
function isKnown(
  request: IncomingMessage,
  response: ServerResponse,
  { kept, maxAge }: Answer,
  coding: ContentCoding | undefined,
): boolean {
  if (kept === undefined || maxAge === undefined) return false;
  // A strong tag names the very bytes that are sent.
  const tag = coding === undefined ? `"${kept.tag}"` : `"${kept.tag}-${coding}"`;
  response.setHeader('etag', tag);
  response.setHeader('cache-control', `public, max-age=${maxAge}, must-revalidate`);
  response.appendHeader('vary', 'accept, authorization');
  const known = request.headers['if-none-match']?.split(',').map((text) => text.trim().replace(/^W\//, ''));
  if (known === undefined || !(known.includes(tag) || known.includes('*'))) return false;
  response.writeHead(304).end();
  return true;
}
