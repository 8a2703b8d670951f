import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, jsonOf, statusOfBatch, statusOfResponse, textOf } from '../engine/graphql-response.ts';
import { addVary, type ResponseHeaders } from '../engine/response-headers.ts';
import { type Compressed, type ContentCoding, codingFor, compress } from './compression.ts';
import { eventStream, json } from './media-type.ts';

export interface RespondOptions {
  /** The media type that the client wants. */
  accepted: string;
  headers: ResponseHeaders;
  isCompressing: boolean;
}

/** Sends an answer, or those of a batch, in the form that the client accepts. Resolves at once unless something has to be compressed. */
export function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer | Answer[],
  { accepted, headers, isCompressing }: RespondOptions,
): void | Promise<void> {
  // What is no stream is not sent as one, so that its status can say what it is.
  const mediaType = accepted === eventStream ? json : accepted;
  const isBatch = Array.isArray(answer);
  const status = isBatch ? statusOfBatch(answer) : statusOfResponse(answer, accepted);
  const body = isBatch ? `[${answer.map(textOf).join()}]` : jsonOf(answer);
  const coding = isCompressing ? codingFor(request, headers, body.length) : undefined;
  if (!isBatch && isKnown(request, headers, answer, coding)) {
    response.writeHead(304, headers).end();
    return;
  }
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (status === 405) headers.allow = 'GET, POST, OPTIONS';
  headers['content-type'] = `${mediaType}; charset=utf-8`;
  const send = (bytes: string | Buffer) => {
    headers['content-length'] = String(Buffer.byteLength(bytes));
    response.writeHead(status, headers).end(bytes);
  };
  if (coding === undefined) return send(body);
  headers['content-encoding'] = coding;
  return compress(body, coding, isBatch ? undefined : compressedFormsOf(answer)).then(send);
}

/** Cached responses are compressed once, when a client first accepts that coding. */
const compressedForms = new WeakMap<object, Compressed>();

function compressedFormsOf({ kept }: Answer): Compressed | undefined {
  if (kept === undefined) return undefined;
  const forms = compressedForms.get(kept) ?? {};
  compressedForms.set(kept, forms);
  return forms;
}

/** Lets caches keep a public answer for a while and ask for it again by its tag; returns whether the client has it already. */
function isKnown(
  request: IncomingMessage,
  headers: ResponseHeaders,
  { kept, maxAge }: Answer,
  coding: ContentCoding | undefined,
): boolean {
  if (kept === undefined || maxAge === undefined) return false;
  // A strong tag names the very bytes that are sent.
  const tag = coding === undefined ? `"${kept.tag}"` : `"${kept.tag}-${coding}"`;
  headers.etag = tag;
  headers['cache-control'] = `public, max-age=${maxAge}, must-revalidate`;
  addVary(headers, 'accept, authorization, x-graphql-cost');
  const known = request.headers['if-none-match']?.split(',').map((text) => text.trim().replace(/^W\//, ''));
  return known !== undefined && (known.includes(tag) || known.includes('*'));
}
