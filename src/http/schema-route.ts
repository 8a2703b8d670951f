import { hash } from 'node:crypto';
import { Response } from '@whatwg-node/server';
import { schemaText } from '../api/schema-text.ts';
import { responsePoints } from '../guard/byte-points.ts';
import { acceptedCoding, type CompressedForms, compress } from './compression.ts';
import { admitToRoute, type RouteResources } from './route-operation.ts';
import type { Route } from './routes.ts';

/**
 * Serves the schema as SDL with its directives, compressed once. A request is charged for its bytes like a
 * response of the API, and for one point when the client has them.
 */
export const schemaRoute = (resources: Pick<RouteResources, 'engine' | 'caller'>): Route => {
  const forms: CompressedForms = {};
  let base: string | undefined;
  return {
    path: '/schema.graphql',
    handle: async (request, context) => {
      const text = schemaText();
      base ??= hash('sha256', text, 'base64url').slice(0, 27);
      const coding = acceptedCoding(request.headers.get('accept-encoding'));
      const tag = coding === undefined ? `"${base}"` : `"${base}-${coding}"`;
      const isKnown = request.headers.get('if-none-match') === tag;
      const points = isKnown ? 1 : responsePoints(Buffer.byteLength(text));
      const refusal = await admitToRoute(request, context, points, resources);
      if (refusal !== undefined) return refusal;
      const headers = { etag: tag, 'cache-control': 'public, max-age=60', vary: 'accept-encoding' };
      if (isKnown) return new Response(null, { status: 304, headers });
      const body = coding === undefined ? text : new Uint8Array(await compress(text, coding, forms));
      return new Response(body, {
        headers: {
          ...headers,
          'content-type': 'text/plain; charset=utf-8',
          'x-content-type-options': 'nosniff',
          ...(coding !== undefined && { 'content-encoding': coding }),
        },
      });
    },
  };
};
