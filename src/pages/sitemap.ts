import { html, raw } from 'hono/html';
import type { SitemapQuery } from '../generated/operation-types.ts';
import { textOf } from './layout.ts';

/**
 * The addresses of pages (https://www.sitemaps.org/protocol.html): of the newest 100 surveys and articles,
 * and 100 narratives.
 */
export function sitemap({ surveys, narratives, articles }: SitemapQuery, publicUrl: string): string {
  const pages = [
    { path: '/', updatedAt: undefined },
    ...surveys.nodes.map(({ slug }) => ({ path: `/surveys/${slug}`, updatedAt: undefined })),
    ...narratives.nodes.map(({ slug, updatedAt }) => ({ path: `/narratives/${slug}`, updatedAt })),
    ...articles.nodes.map(({ slug, updatedAt }) => ({ path: `/articles/${slug}`, updatedAt })),
  ];
  return textOf(html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  ${pages.map(
    ({
      path,
      updatedAt,
    }) => html`<url><loc>${publicUrl}${path}</loc>${updatedAt && html`<lastmod>${updatedAt}</lastmod>`}</url>
  `,
  )}
</urlset>
`);
}
