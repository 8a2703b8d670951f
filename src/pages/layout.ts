import { html, raw } from 'hono/html';
import { assetPaths } from './assets.ts';

/** A piece of HTML: what is put into it is escaped. */
export type Html = ReturnType<typeof html>;

export function textOf(page: Html): string {
  // hono waits for what is a promise; nothing in these pages is.
  if (page instanceof Promise) throw new Error('A page has a part that is not there yet.');
  return String(page);
}

/** What a page says of itself, to readers, search engines and sites that preview a link to it. */
export interface PageHead {
  title: string;
  description: string;
  /** The canonical path; undefined for a page that has none. */
  path: string | undefined;
  type: 'website' | 'article';
  /** A PNG; `path` is that of its URL. */
  image?: { path: string; alt: string; width: number; height: number } | undefined;
  /** Objects of schema.org. */
  data?: readonly object[];
  /** Links of the document that only this page has. */
  links?: Html;
}

export interface PageOptions {
  publicUrl: string;
  head: PageHead;
  main: Html;
  words?: string | undefined;
}

const siteName = 'Moon Awards';

/** A whole page. */
export const layout = ({ publicUrl, head, main, words }: PageOptions): Html => html`<!doctype html>
<html lang="en">
  <head>
    ${headTags(head, publicUrl)}
    <script type="module" src="${assetPaths.live}"></script>
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    <header class="site">
      <div class="wrap">
        <a class="brand" href="/">${moonMark}${siteName}</a>
        <nav aria-label="Main">
          <ul class="menu">
            <li><a href="/#surveys">Surveys</a></li>
            <li><a href="/#articles">Articles</a></li>
            <li><a href="/graphql">API</a></li>
          </ul>
        </nav>
        <form class="search" role="search" action="/" method="get">
          <label class="hidden" for="words">Search surveys, narratives and articles</label>
          <input id="words" name="q" type="search" maxlength="200" placeholder="Search" value="${words ?? ''}" required>
          <button>Search</button>
        </form>
      </div>
    </header>
    ${main}
    <footer>
      <div class="wrap">
        <ul class="links">
          <li><a href="/feed.atom">Feed</a></li>
          <li><a href="/graphql">GraphQL API</a></li>
        </ul>
      </div>
    </footer>
  </body>
</html>
`;

/** A page for a frame of another site: no more than its main part, and nothing that runs. */
export const frameLayout = ({ publicUrl, head, main }: PageOptions): Html => html`<!doctype html>
<html lang="en">
  <head>
    ${headTags(head, publicUrl)}
  </head>
  <body class="embed">
    ${main}
  </body>
</html>
`;

const headTags = (
  { title, description, path, type, image, data = [], links }: PageHead,
  publicUrl: string,
): Html => {
  const canonical = path === undefined ? undefined : publicUrl + path;
  return html`<meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title === siteName ? title : `${title} · ${siteName}`}</title>
    <meta name="description" content="${description}">
    ${canonical === undefined ? html`<meta name="robots" content="noindex">` : html`<link rel="canonical" href="${canonical}">`}
    <meta property="og:site_name" content="${siteName}">
    <meta property="og:type" content="${type}">
    <meta property="og:title" content="${title}">
    <meta property="og:description" content="${description}">
    ${canonical && html`<meta property="og:url" content="${canonical}">`}
    ${
      image &&
      html`<meta property="og:image" content="${publicUrl + image.path}">
    <meta property="og:image:type" content="image/png">
    <meta property="og:image:width" content="${image.width}">
    <meta property="og:image:height" content="${image.height}">
    <meta property="og:image:alt" content="${image.alt}">
    <meta name="twitter:image" content="${publicUrl + image.path}">
    <meta name="twitter:image:alt" content="${image.alt}">`
    }
    <meta name="twitter:card" content="${image ? 'summary_large_image' : 'summary'}">
    <meta name="twitter:title" content="${title}">
    <meta name="twitter:description" content="${description}">
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#11142a">
    <link rel="icon" type="image/svg+xml" href="${assetPaths.icon}">
    <link rel="stylesheet" href="${assetPaths.style}">
    <link rel="preload" as="font" type="font/woff2" href="${assetPaths.font}" crossorigin>
    <link rel="alternate" type="application/atom+xml" title="${siteName}" href="/feed.atom">
    ${links}
    ${data.map((object) => html`<script type="application/ld+json">${jsonOf(object)}</script>`)}`;
};

/** JSON as the content of a script element, which only `<` could end. */
const jsonOf = (object: object) => raw(JSON.stringify(object).replaceAll('<', '\\u003c'));

const moonMark = html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><circle class="moon-disc" cx="16" cy="16" r="13"/><circle class="moon-shade" cx="21.5" cy="12" r="10.5"/></svg>`;
