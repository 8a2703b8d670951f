import { html, raw } from 'hono/html';
import type { FeedQuery } from '../generated/operation-types.ts';
import { textOf } from './layout.ts';

interface Entry {
  url: string;
  title: string;
  summary: string;
  updatedAt: string;
  publishedAt: string | null;
  author: string;
}

/**
 * Articles and results as an Atom feed (RFC 4287), newest first. An entry needs a date, so a result whose
 * date is not known is in the feed by its articles alone.
 */
export function atomFeed({ articles, surveys }: FeedQuery, publicUrl: string): string {
  const entries = [
    ...articles.nodes.map(
      ({ slug, title, excerpt, publishedAt, updatedAt, author }): Entry => ({
        url: `${publicUrl}/articles/${slug}`,
        title,
        summary: excerpt,
        updatedAt,
        publishedAt,
        author: author.name,
      }),
    ),
    ...surveys.nodes.flatMap(({ slug, title, question, publishedAt, chart }): Entry[] =>
      publishedAt === null
        ? []
        : [
            {
              url: `${publicUrl}/surveys/${slug}`,
              title,
              summary: `${question} ${chart.alt}`,
              updatedAt: publishedAt,
              publishedAt,
              author: 'Moon Awards',
            },
          ],
    ),
  ].toSorted((left, right) => right.updatedAt.localeCompare(left.updatedAt));
  return textOf(html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Moon Awards</title>
  <subtitle>Results and articles</subtitle>
  <id>${publicUrl}/</id>
  <link rel="self" type="application/atom+xml" href="${publicUrl}/feed.atom"/>
  <link rel="alternate" type="text/html" href="${publicUrl}/"/>
  <updated>${entries[0]?.updatedAt ?? '1970-01-01T00:00:00.000Z'}</updated>
  ${entries.map(
    ({ url, title, summary, updatedAt, publishedAt, author }) => html`<entry>
    <title>${title}</title>
    <id>${url}</id>
    <link rel="alternate" type="text/html" href="${url}"/>
    <updated>${updatedAt}</updated>
    ${publishedAt && html`<published>${publishedAt}</published>`}
    <author><name>${author}</name></author>
    <summary>${summary}</summary>
  </entry>
  `,
  )}
</feed>
`);
}
