import { rateLimitHeaders } from '../guard/rate-limit-headers.ts';
import { callerOfRequest } from './caller.ts';
import { type Compression, codingFor, compress, compressedFormsOf } from './compression.ts';
import type { GraphQLOptions } from './json-post.ts';
import { graphqlPath } from './routes.ts';
import type { ApiPlugin } from './server-context.ts';

/** Sets `X-Request-Id` on every response, and the rate limit headers on those of `/graphql`. */
export const useCommonHeaders = ({ engine, windowSeconds, caller: options }: GraphQLOptions): ApiPlugin => ({
  async onResponse({ request, response: { headers }, serverContext }) {
    headers.set('x-request-id', serverContext.requestId);
    const isApi = request.method !== 'OPTIONS' && new URL(request.url).pathname === graphqlPath;
    const caller =
      serverContext.caller ?? (isApi ? await callerOfRequest(request, serverContext, options) : undefined);
    if (caller !== undefined) {
      const budget = rateLimitHeaders(engine.budgetOf(caller), windowSeconds, caller.now);
      for (const [name, value] of Object.entries(budget)) headers.set(name, value);
    }
    // Otherwise nginx would buffer the events.
    if (headers.get('content-type')?.startsWith('text/event-stream')) headers.set('x-accel-buffering', 'no');
  },
});

/**
 * Adds `ETag` and `Cache-Control` to responses that are the same for every caller, and replies 304
 * to a matching `If-None-Match`. Each content coding has its own tag, because a strong tag
 * identifies the exact bytes.
 */
export const useEntityTags = ({ compression }: Pick<GraphQLOptions, 'compression'>): ApiPlugin => ({
  onResponse({ request, response, setResponse, serverContext: { result }, fetchAPI }) {
    const [first] = result?.responses ?? [];
    if (request.method !== 'GET' || response.status !== 200 || result?.isBatch !== false) return;
    if (first?.cached === undefined || first.maxAge === undefined) return;
    const { headers } = response;
    const coding = contentCodingOf(headers, first.cached.json.length, request, compression) ?? 'identity';
    // A route that made another body of the response has tagged it.
    const base = headers.get('etag')?.slice(1, -1) ?? first.cached.tag;
    const tag = coding === 'identity' ? `"${base}"` : `"${base}-${coding}"`;
    headers.set('etag', tag);
    headers.set('cache-control', `public, max-age=${first.maxAge}, must-revalidate`);
    addVary(headers, 'accept, authorization, x-graphql-cost');
    const knownTags = request.headers
      .get('if-none-match')
      ?.split(',')
      .map((value) => value.trim().replace(/^W\//, ''));
    if (!knownTags?.includes(tag) && !knownTags?.includes('*')) return;
    headers.delete('content-type');
    headers.delete('content-length');
    setResponse(new fetchAPI.Response(null, { status: 304, headers }));
  },
});

/** Compresses responses, except streams, for clients that accept it. */
export const useCompression = ({ compression }: Pick<GraphQLOptions, 'compression'>): ApiPlugin => ({
  async onResponse({ request, response, setResponse, serverContext: { result }, fetchAPI }) {
    const { status, headers } = response;
    const type = headers.get('content-type') ?? '';
    if (!compression || status === 304 || response.body === null || type.startsWith('text/event-stream'))
      return;
    if (headers.has('content-encoding')) return;
    if (isCompressed(headers)) return;
    const text = await response.text();
    const coding = contentCodingOf(headers, text.length, request, compression);
    if (coding !== undefined) addVary(headers, 'accept-encoding');
    if (coding === undefined || coding === 'identity') {
      setResponse(new fetchAPI.Response(text, { status, headers }));
      return;
    }
    headers.set('content-encoding', coding);
    headers.delete('content-length');
    // A body of another type, such as CSV, is derived from the cached response.
    const cached =
      result?.isBatch === false && type.includes('json') ? result.responses[0]?.cached : undefined;
    const bytes = await compress(text, coding, compressedFormsOf(cached));
    setResponse(new fetchAPI.Response(new Uint8Array(bytes), { status, headers }));
  },
});

/** Pictures and fonts, which are compressed in themselves and not text. */
const isCompressed = (headers: Headers): boolean =>
  /^(image\/png|font\/)/.test(headers.get('content-type') ?? '');

/** `length` is that of the body where no header tells it. */
const contentCodingOf = (headers: Headers, length: number, request: Request, compression: Compression) =>
  isCompressed(headers)
    ? undefined
    : codingFor(
        compression,
        request.headers.get('accept-encoding'),
        Number(headers.get('content-length') ?? length),
      );

/** Adds header names to `Vary`. */
function addVary(headers: Headers, names: string): void {
  const vary = headers.get('vary');
  headers.set('vary', vary === null ? names : `${vary}, ${names}`);
}
