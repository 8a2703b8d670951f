import type { GraphiQLOptions } from 'graphql-yoga';
import { readExamples } from './examples.ts';
import { type AssetName, graphiqlAssets } from './graphiql-assets.ts';
import type { ApiPlugin } from './server-context.ts';

/**
 * The options that Yoga passes to `renderGraphiql`: a tab with the operation that the URL names, or one tab
 * per example.
 */
export function graphiqlOptions({ url }: Pick<Request, 'url'>): GraphiQLOptions {
  const examples = readExamples();
  const { searchParams } = new URL(url);
  const query = searchParams.get('query');
  return {
    title: 'Moon Awards',
    defaultTabs:
      query === null
        ? examples.map(({ query, variables }) => ({
            query,
            ...(variables && { variables: JSON.stringify(variables, null, 2) }),
          }))
        : [{ query }],
    defaultQuery: examples[0]?.query ?? '',
    shouldPersistHeaders: false,
    // Adds the cost of the operation to each result.
    additionalHeaders: { 'X-GraphQL-Cost': 'report' },
  };
}

/** Renders a small page that loads the editor from assets, which browsers can cache. */
export async function renderGraphiql(options: GraphiQLOptions): Promise<string> {
  const assets = await graphiqlAssets();
  const pathOf = (name: AssetName) => assets.get(name)?.path ?? '';
  // Escapes `<`, because `</script` would end the element.
  const data = JSON.stringify(options).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${options.title ?? 'GraphiQL'}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${pathOf('app.css')}">
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript. Without it, send POST requests to this address.</noscript>
    <div id="root"></div>
    <script type="application/json" id="options">${data}</script>
    <script src="${pathOf('app.js')}"></script>
    <script src="${pathOf('start.js')}"></script>
  </body>
</html>
`;
}

/** No other origins. The editor needs inline styles, and `data:` images and fonts of its style sheet. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const useGraphiqlHeaders = (): ApiPlugin => ({
  onResponse({ response: { headers } }) {
    if (!headers.get('content-type')?.startsWith('text/html')) return;
    // A page of another route, which has its own.
    if (headers.has('content-security-policy')) return;
    headers.set('content-type', 'text/html; charset=utf-8');
    headers.set('cache-control', 'no-cache');
    headers.set('content-security-policy', policy);
    headers.set('referrer-policy', 'no-referrer');
    headers.set('x-content-type-options', 'nosniff');
  },
});
