import { Response } from '@whatwg-node/server';
import type { RouteResources } from '../http/route-operation.ts';
import { anyPath, jsonResponse, type Route } from '../http/routes.ts';
import { textOf } from './layout.ts';
import { messagePage } from './message-page.ts';
import { execute, type Operation } from './operation.ts';
import { type RenderedCache, respondWith } from './rendered.ts';

const policyWith = (...directives: string[]): string =>
  [
    "default-src 'none'",
    "img-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    ...directives,
  ].join('; ');

/**
 * Headers of a page: it loads nothing from other hosts, has no inline script or style, and cannot be framed.
 */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policyWith(
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
};

/** Headers of the page that any site may frame; nothing runs in it. */
export const frameHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policyWith("form-action 'none'", 'frame-ancestors *'),
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
};

/** What a route makes of a request's address. */
export interface PageAddress {
  slug: string;
  query: URLSearchParams;
}

export interface Page<Data, Variables> {
  path: string;
  headers: Record<string, string>;
  operation: Operation<Data, Variables>;
  variables: (address: PageAddress) => Variables;
  /** Undefined where the data has nothing to render. */
  render: (data: Data, address: PageAddress, publicUrl: string) => string | undefined;
  /** Answers a request that fails, or finds nothing; with a page by default. */
  fail?: (status: number, message: string) => Response;
}

/** The route of a page: one operation, rendered once for each state of the data. */
export function pageRoute<Data, Variables extends Readonly<Record<string, unknown>>>(
  resources: RouteResources,
  cache: RenderedCache,
  page: Page<Data, Variables>,
): Route {
  const { path, headers, operation, render } = page;
  const fail = page.fail ?? failWithPage(resources);
  return {
    path,
    handle: async (request, context, { slug = '' }) => {
      const address = { slug, query: new URL(request.url).searchParams };
      const variables = page.variables(address);
      const executed = await execute(operation, variables, request, context, resources, fail);
      if ('failure' in executed) return executed.failure;
      const { data, tag } = executed;
      const key = tag && [path, tag, JSON.stringify(variables)].join(' ');
      const rendered = await cache.get(key, () => render(data, address, resources.publicUrl()) ?? '');
      return rendered.body.length === 0 ? fail(404, nothingHere) : respondWith(rendered, headers);
    },
  };
}

const nothingHere = 'There is nothing at this address.';

const titles: Readonly<Record<number, string>> = {
  404: 'Not found',
  429: 'Too many requests',
};

/** Answers with a page that says what is wrong. */
const failWithPage =
  ({ publicUrl }: RouteResources) =>
  (status: number, message: string): Response =>
    new Response(textOf(messagePage(publicUrl(), titles[status] ?? 'This did not work', message)), {
      status,
      // A copy: the response adds the length of its body to it.
      headers: { ...pageHeaders },
    });

/** The route of every address that has no other: a page for readers, JSON for programs. */
export const notFoundRoute = (resources: RouteResources): Route => ({
  path: anyPath,
  handle: ({ headers }) =>
    headers.get('accept')?.includes('text/html')
      ? failWithPage(resources)(404, nothingHere)
      : jsonResponse(404, { error: 'There is nothing here. The API is at /graphql.' }),
});
