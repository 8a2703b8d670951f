import { promisify } from 'node:util';
import { extractFromXml } from '@extractus/feed-extractor';
import { parseHTML } from 'linkedom';
import oembetter from 'oembetter';
import openGraph from 'open-graph-scraper';
import { describe, expect, test } from 'vitest';
import { survey as surveyTable } from '../../src/db/tables/survey.ts';
import { startSite } from '../support/site.ts';
import { addSurvey } from '../vote/voting.ts';

const of2024 = '/surveys/top-crypto-narratives-2024';

describe('links to pages', () => {
  test('show the picture with its size and text to those who read Open Graph and Twitter tags', async () => {
    const app = await startSite();
    for (const path of [of2024, '/articles/top-crypto-narratives-2024', '/']) {
      const { survey } = await app.query(
        '{ survey(slug: "top-crypto-narratives-2024") { chart { alt width height } } }',
      );
      const { result } = await openGraph({ html: await (await fetch(app.origin + path)).text() });
      expect(result).toMatchObject({
        success: true,
        ogUrl: app.origin + path,
        ogSiteName: 'Moon Awards',
        ogType: path.startsWith('/articles') ? 'article' : 'website',
        ogTitle: expect.any(String),
        ogDescription: expect.any(String),
        ogImage: [
          {
            url: `${app.origin}${of2024}/results.png`,
            type: 'image/png',
            width: String(survey.chart.width),
            height: String(survey.chart.height),
            alt: survey.chart.alt,
          },
        ],
        twitterCard: 'summary_large_image',
        twitterImage: [{ url: `${app.origin}${of2024}/results.png`, alt: survey.chart.alt }],
      });
      const png = await fetch(result.ogImage?.[0]?.url ?? '');
      expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
    }
  });

  test('say in JSON-LD what a survey and an article are', async () => {
    const app = await startSite();
    const dataOf = async (path: string) => {
      const { document } = parseHTML(await (await fetch(app.origin + path)).text());
      return JSON.parse(document.querySelector('script[type="application/ld+json"]')?.textContent ?? '');
    };
    expect(await dataOf(of2024)).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Dataset',
      name: 'Top Crypto Narratives in 2024',
      url: app.origin + of2024,
      temporalCoverage: '2024',
      distribution: ['csv', 'json'].map((extension) => ({
        '@type': 'DataDownload',
        contentUrl: `${app.origin}${of2024}/results.${extension}`,
      })),
    });
    const article = await dataOf('/articles/top-crypto-narratives-2024');
    expect(article).toMatchObject({
      '@type': 'Article',
      headline: 'Top Crypto Narratives in 2024 - Token Metrics Moon Awards',
      author: { '@type': 'Organization', name: 'Token Metrics Team' },
      timeRequired: 'PT11M',
    });
    // The date of its publication is not known.
    expect(article).not.toHaveProperty('datePublished');
  });
});

describe('oEmbed', () => {
  test('is read by a consumer: a frame without scripts, and a thumbnail', async () => {
    const app = await startSite();
    const embed = await promisify(oembetter().fetch)(app.origin + of2024, { maxwidth: 600, maxheight: 900 });
    expect(embed).toMatchObject({
      version: '1.0',
      type: 'rich',
      title: 'Top Crypto Narratives in 2024',
      provider_name: 'Moon Awards',
      width: 600,
      thumbnail_url: `${app.origin}${of2024}/results.png`,
    });
    const { document } = parseHTML(String(embed?.html));
    const frame = document.querySelector('iframe');
    expect([frame?.getAttribute('src'), frame?.getAttribute('sandbox')]).toEqual([
      `${app.origin}${of2024}/embed`,
      'allow-popups',
    ]);
    expect((await fetch(frame?.getAttribute('src') ?? '')).status).toBe(200);
  });

  test('is discovered by the link in the page of a survey', async () => {
    const app = await startSite();
    const { document } = parseHTML(await (await fetch(app.origin + of2024)).text());
    const url = document.querySelector('link[type="application/json+oembed"]')?.getAttribute('href') ?? '';
    expect(await (await fetch(url)).json()).toMatchObject({
      title: 'Top Crypto Narratives in 2024',
      width: 800,
    });
  });

  test.each([
    ['https://elsewhere.example/surveys/sandbox', 404],
    ['{origin}.evil.example/surveys/sandbox', 404],
    ['{origin}@evil.example/surveys/sandbox', 404],
    ['{origin}/surveys/sandbox/embed', 404],
    ['{origin}/surveys/sandbox?x', 404],
    ['{origin}/surveys/../surveys/sandbox', 404],
    ['{origin}/surveys/nothing', 404],
    ['{origin}/articles/top-crypto-narratives-2024', 404],
    ['file:///etc/passwd', 404],
    ['http://169.254.169.254/', 404],
    ['{origin}/surveys/sandbox', 200],
  ])('knows the URLs of surveys here and no others, by their text: %s', async (url, status) => {
    const app = await startSite();
    const query = new URLSearchParams({ url: url.replace('{origin}', app.origin), format: 'json' });
    expect((await fetch(`${app.origin}/oembed?${query}`)).status).toBe(status);
  });

  test.each([
    ['format=xml', 501],
    ['maxwidth=0', 400],
    ['maxwidth=1e9', 400],
    ['maxheight=-1', 400],
    ['url=x', 404],
  ])('answers ?%s with %i', async (more, status) => {
    const app = await startSite();
    const url = encodeURIComponent(`${app.origin}/surveys/sandbox`);
    expect((await fetch(`${app.origin}/oembed?url=${url}&${more}`)).status).toBe(status);
  });
});

describe('the feed', () => {
  test('is read by a consumer: articles, and results whose date is known', async () => {
    const app = await startSite();
    const published = Date.UTC(2026, 2, 1);
    addSurvey(
      app.db,
      { slug: 'dated', title: 'Dated & <done>', state: 'PUBLISHED', publishedAt: published },
      ['depin', 'ai'],
    );
    addSurvey(app.db, { slug: 'undated', state: 'PUBLISHED' }, ['depin', 'ai']);
    app.db.select().from(surveyTable).all();
    const response = await fetch(`${app.origin}/feed.atom`);
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const feed = extractFromXml(await response.text());
    expect(feed.title).toBe('Moon Awards');
    const entries = feed.entries ?? [];
    expect(entries.map(({ link }) => link)).toEqual(
      expect.arrayContaining([
        `${app.origin}/articles/understanding-rest-apis`,
        `${app.origin}/surveys/dated`,
      ]),
    );
    expect(entries.map(({ link }) => link)).not.toContain(`${app.origin}/surveys/undated`);
    const dated = entries.find(({ link }) => link === `${app.origin}/surveys/dated`);
    expect([dated?.title, new Date(dated?.published ?? 0).getTime()]).toEqual(['Dated & <done>', published]);
  });

  test('and the sitemap lead to pages that are there', async () => {
    const app = await startSite();
    const map = await (await fetch(`${app.origin}/sitemap.xml`)).text();
    const urls = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url ?? '');
    expect(urls.length).toBe(1 + 2 + 8 + 4);
    for (const url of urls) expect((await fetch(url)).status, url).toBe(200);
  });
});
