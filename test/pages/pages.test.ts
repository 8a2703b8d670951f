import { eq } from 'drizzle-orm';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { narrative, type WholeNarrativeRow } from '../../src/db/tables/narrative.ts';
import { operationTexts } from '../../src/pages/operation.ts';
import { settleRunoffHere } from '../../src/result/settle-runoff.ts';
import { type App, startApp } from '../support/app.ts';
import { firstEvent } from '../support/events.ts';
import { startSite, vote } from '../support/site.ts';
import { addSurvey } from '../vote/voting.ts';

const of2024 = '/surveys/top-crypto-narratives-2024';
const paths = ['/', of2024, '/surveys/sandbox', '/narratives/depin', '/articles/top-crypto-narratives-2024'];

const get = (app: App, path: string, headers: Record<string, string> = {}) =>
  fetch(app.origin + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });

async function pageOf(app: App, path: string) {
  const response = await get(app, path);
  expect(response.status, path).toBe(200);
  return parseHTML(await response.text()).document;
}

type Page = Awaited<ReturnType<typeof pageOf>>;

const textOf = (page: Page, selector: string): string =>
  (page.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

const cellsOf = (page: Page, selector: string) =>
  [...page.querySelectorAll(`${selector} tr`)].map((row) =>
    [...row.children].map(({ textContent }) => (textContent ?? '').replaceAll(/\s+/g, ' ').trim()),
  );

describe('pages', () => {
  test('the front page has the latest result, what is open, all results and articles', async () => {
    const app = await startSite();
    const page = await pageOf(app, '/');
    const headings = [...page.querySelectorAll('h2')].map(({ textContent }) => textContent);
    expect(headings).toEqual(['Latest result', 'Open now', 'All results', 'Articles']);
    const links = [...page.querySelectorAll('main a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(
      expect.arrayContaining([of2024, '/surveys/sandbox', '/articles/api-endpoint-essentials']),
    );
    expect(page.querySelector('picture img')?.getAttribute('alt')).toMatch(
      /^Bar chart of the ranking: 1\. DePIN 30\.2 %/,
    );
  });

  test('a survey has the figures of the API as a table, and says what they are based on', async () => {
    const app = await startSite();
    const page = await pageOf(app, of2024);
    const { survey } = await app.query(
      '{ survey(slug: "top-crypto-narratives-2024") { results { rank share marginToNext narrative { name } } } }',
    );
    interface Row {
      rank: number;
      share: number;
      marginToNext: number | null;
      narrative: { name: string };
    }
    expect(cellsOf(page, 'tbody')).toEqual([
      ...survey.results.map(({ rank, share, marginToNext, narrative: { name } }: Row) => [
        String(rank),
        name,
        '',
        `${share.toFixed(1)} %`,
        marginToNext === null ? '–' : `${marginToNext.toFixed(1)} points`,
      ]),
      ['–', 'Not listed', '', '3.8 %', '–'],
    ]);
    expect(textOf(page, 'caption')).toBe('The shares are not rescaled: 3.8 % were never listed.');
    expect(textOf(page, 'figcaption')).toMatch(
      /^Shares as they were published; how many people voted is not known\./,
    );
  });

  test('a survey that is counted here has votes and intervals, and those of the edition before where there is one', async () => {
    const app = await startSite();
    const seriesId = 1;
    addSurvey(app.db, { slug: 'of-2023', seriesId, edition: 2023, state: 'PUBLISHED' }, [
      'depin',
      'ai',
      'rwa',
    ]);
    addSurvey(app.db, { slug: 'of-2025', seriesId, edition: 2025 }, ['depin', 'ai', 'rwa']);
    await vote(app, 'of-2025', ['ai', 'ai', 'rwa']);
    const page = await pageOf(app, '/surveys/of-2025');
    expect(cellsOf(page, 'tbody')).toEqual([
      [
        '1',
        'Artificial Intelligence',
        '',
        '66.7 %',
        '2',
        '20.8 to 93.9 %',
        'up 1, +47.9 points',
        '33.3 points',
      ],
      ['2', 'Real World Assets', '', '33.3 %', '1', '6.1 to 79.2 %', 'up 3, +24.7 points', '33.3 points'],
      [
        '3',
        'Decentralized Physical Infrastructure Networks',
        '',
        '0.0 %',
        '0',
        '0.0 to 56.1 %',
        'down 2, -30.2 points',
        '–',
      ],
    ]);
    expect(page.querySelector(`main a[href="${of2024}"]`)).not.toBeNull();
  });

  test('a hidden result leaves no trace on any page', async () => {
    const app = await startSite();
    addSurvey(app.db, { slug: 'secret', title: 'Secret', resultsVisibility: 'AFTER_CLOSE' }, ['depin', 'ai']);
    const all = [
      '/',
      '/surveys/secret',
      '/surveys/secret/embed',
      '/narratives/depin',
      '/feed.atom',
      '/?q=secret',
    ];
    const state = () =>
      Promise.all(
        all.map(async (path) => {
          const response = await get(app, path);
          return [path, await response.text(), response.headers.get('etag')];
        }),
      );
    const before = await state();
    await vote(app, 'secret', ['ai', 'ai', 'depin']);
    expect(await state()).toEqual(before);
    const page = await pageOf(app, '/surveys/secret');
    expect([page.querySelector('tbody'), textOf(page, 'figcaption')]).toEqual([
      null,
      expect.stringMatching(/^The figures cannot be seen yet\./),
    ]);
    expect([...page.querySelectorAll('.tags a')].map((link) => link.getAttribute('href'))).toEqual([
      '/narratives/depin',
      '/narratives/ai',
    ]);
  });

  test('a runoff is listed round by round', async () => {
    const app = await startSite();
    addSurvey(app.db, { slug: 'ranked', method: 'RANKED_CHOICE', maxChoices: 3 }, ['depin', 'ai', 'rwa']);
    await vote(app, 'ranked', ['ai', 'ai', 'depin', 'rwa', 'rwa', 'rwa']);
    await settleRunoffHere(app.db, app.writer, 'ranked');
    const page = await pageOf(app, '/surveys/ranked');
    expect(cellsOf(page, 'section[aria-labelledby="rounds-heading"] tbody')).toEqual([
      ['RWA', '3', '3'],
      ['AI', '2', '2'],
      ['DePIN', '1', '–'],
      ['Exhausted', '0', '1'],
    ]);
  });

  test('a narrative has what it says and where it stood', async () => {
    const app = await startSite();
    const page = await pageOf(app, '/narratives/depin');
    expect(textOf(page, 'h1')).toBe('Decentralized Physical Infrastructure Networks');
    expect(page.querySelectorAll('.points li')).toHaveLength(3);
    expect(cellsOf(page, 'tbody')[0]).toEqual([
      'Top Crypto Narratives in 2024',
      '1',
      '30.2 %',
      'not published',
    ]);
  });

  test('an article has its contents, its sections, its questions and its disclaimer', async () => {
    const app = await startSite();
    const page = await pageOf(app, '/articles/understanding-rest-apis');
    const anchors = [...page.querySelectorAll('.toc a')].map(
      (link) => link.getAttribute('href')?.slice(1) ?? '',
    );
    expect(anchors.length).toBeGreaterThan(3);
    for (const anchor of anchors) expect(page.getElementById(anchor), anchor).not.toBeNull();
    expect(page.querySelectorAll('details')).toHaveLength(6);
    const awards = await pageOf(app, '/articles/top-crypto-narratives-2024');
    expect(textOf(awards, '.prose')).toMatch(/30\.2\s?%/);
    expect(textOf(awards, '.disclaimer')).toMatch(/not investment advice/);
    expect(awards.querySelector('figure img')?.getAttribute('src')).toMatch(
      /^\/surveys\/top-crypto-narratives-2024\/results\.svg/,
    );
  });

  test('a search finds, marks what it found, and says when nothing was', async () => {
    const app = await startSite();
    const found = await pageOf(app, '/?q=data+availability');
    expect(found.querySelector('.rows a')?.getAttribute('href')).toMatch(
      /^\/(narratives|articles|surveys)\//,
    );
    expect(found.querySelectorAll('mark').length).toBeGreaterThan(0);
    const sections = [...found.querySelectorAll('.rows a.note')].map((link) => link.getAttribute('href'));
    expect(sections).toContainEqual(expect.stringMatching(/^\/articles\/[\w-]+#[\w-]+$/));
    expect(textOf(await pageOf(app, '/?q=zzzz'), '.lead')).toBe('Nothing was found for “zzzz”.');
    const hostile = await get(app, `/?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(await hostile.text()).not.toContain('<script>alert');
  });

  test('older results are on further pages', async () => {
    const app = await startSite();
    for (let index = 0; index < 25; index++)
      addSurvey(app.db, { slug: `old-${index}`, title: `Old ${index}`, state: 'PUBLISHED' }, ['depin', 'ai']);
    const first = await pageOf(app, '/');
    const next = first.querySelector('.actions a')?.getAttribute('href') ?? '';
    const second = await pageOf(app, next.replace(/#.*/, ''));
    const slugs = [first, second].flatMap((page) =>
      [...page.querySelectorAll('section[aria-labelledby="archive-heading"] .rows a')].map((link) =>
        link.getAttribute('href'),
      ),
    );
    expect([slugs.length, new Set(slugs).size]).toEqual([26, 26]);
    expect((await get(app, '/?after=nonsense')).status).toBe(400);
  });

  test('what is not there is a page with 404 for readers, and JSON for programs', async () => {
    const app = await startSite();
    for (const path of [
      '/nowhere',
      '/surveys/nothing',
      '/surveys/nothing/embed',
      '/narratives/nothing',
      '/articles/nothing',
      '/surveys/a%2fb',
    ]) {
      const response = await get(app, path);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        404,
        'text/html; charset=utf-8',
      ]);
      expect(textOf(parseHTML(await response.text()).document, 'h1')).toBe('Not found');
    }
    const json = await fetch(`${app.origin}/nowhere`);
    expect([json.status, json.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
    expect((await fetch(`${app.origin}/nowhere`, { method: 'POST' })).status).toBe(404);
  });

  test('drafts are for those who may see them', async () => {
    const app = await startSite();
    addSurvey(app.db, { slug: 'draft', state: 'DRAFT' }, ['depin', 'ai']);
    const { key } = createApiKey(app.db, { name: 'editor', scopes: ['drafts:read'] }, 1);
    expect((await get(app, '/surveys/draft')).status).toBe(404);
    const seen = await get(app, '/surveys/draft', { authorization: `Bearer ${key}` });
    expect([seen.status, seen.headers.get('etag') === null, seen.headers.get('cache-control')]).toEqual([
      200,
      false,
      null,
    ]);
    expect((await get(app, '/surveys/draft')).status).toBe(404);
  });

  test('are asked for again by their entity tag, which moves with the figures', async () => {
    const app = await startSite();
    for (const path of paths) {
      const tag = (await get(app, path)).headers.get('etag') ?? '';
      expect((await get(app, path, { 'if-none-match': tag })).status, path).toBe(304);
    }
    const tag = (await get(app, '/surveys/sandbox')).headers.get('etag');
    await vote(app, 'sandbox', ['ai']);
    expect((await get(app, '/surveys/sandbox')).headers.get('etag')).not.toBe(tag);
  });

  test('are left out with PAGES=off, the pictures not', async () => {
    const { createSite } = await import('../../src/pages/site.ts');
    const app = await startApp(createSite({ hasPages: false }));
    expect((await get(app, '/')).headers.get('location')).toBe('/graphql');
    expect((await get(app, of2024)).status).toBe(404);
    expect((await get(app, `${of2024}/results.svg`)).status).toBe(200);
  });
});

describe('what a page costs', () => {
  test.each(operationTexts())('%#: at most 300 points', async (query) => {
    const app = await startSite();
    const reply = await app.post(
      {
        query,
        variables: {
          survey: 'sandbox',
          narrative: 'depin',
          article: 'understanding-rest-apis',
          words: 'a',
          options: 64,
          isSearch: true,
        },
      },
      { 'x-graphql-cost': 'validate', accept: 'application/json' },
    );
    expect(reply.body.extensions.cost.requested, JSON.stringify(reply.body)).toBeLessThanOrEqual(300);
    expect(reply.body.extensions.cost.requested).toBeGreaterThan(0);
  });

  test.each(paths)('%s is one operation, charged as it would be at /graphql', async (path) => {
    const app = await startSite();
    const remaining = ({ headers }: Response) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    const before = remaining(await fetch(app.url, { headers: { accept: 'application/json' } }));
    const after = remaining(await get(app, path));
    expect(before - after).toBeGreaterThan(1);
    expect(before - after).toBeLessThanOrEqual(300 + 200);
    const cached = remaining(await get(app, path));
    expect(after - cached).toBeGreaterThan(0);
  });

  test.each(paths)('%s says so as a page when the budget is spent', async (path) => {
    const app = await startSite({ rateLimitPoints: 1 });
    await get(app, path);
    const refused = await get(app, path);
    expect([
      refused.status,
      refused.headers.get('content-type'),
      refused.headers.get('retry-after') !== null,
    ]).toEqual([429, 'text/html; charset=utf-8', true]);
  });

  test('is charged as much by the operation of a client, which a server of registered operations answers too', async () => {
    const app = await startSite({ registeredOperations: { get: () => undefined, set: undefined } });
    for (const path of paths) expect((await get(app, path)).status, path).toBe(200);
    expect((await fetch(`${app.origin}/surveys/sandbox/results.csv`)).status).toBe(200);
    const page = await pageOf(app, '/surveys/sandbox');
    const stream = await fetch(app.origin + page.querySelector('main')?.getAttribute('data-live'), {
      headers: { accept: 'text/event-stream' },
    });
    expect((await firstEvent(stream)).data.surveyResults.status).toBe('OPEN');
    const [query] = operationTexts();
    const reply = await app.post({ query, variables: { article: 'understanding-rest-apis' } });
    expect(reply.body.data.article.slug).toBe('understanding-rest-apis');
    expect((await app.post({ query: '{ __typename }' })).body.errors[0].extensions.code).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });
});

describe('the security of pages', () => {
  test.each([...paths, '/nowhere', '/?q=a'])(
    '%s runs nothing inline, loads nothing from elsewhere and is framed by no site',
    async (path) => {
      const app = await startSite();
      const response = await get(app, path);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toBe(
        "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      const page = parseHTML(await response.text()).document;
      for (const element of page.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
          expect(name, value).not.toMatch(/^(on|style$)/);
          if (name === 'src' || name === 'srcset') expect(value).toMatch(/^\//);
        }
      }
      for (const script of page.querySelectorAll('script:not([src])'))
        expect(script.getAttribute('type')).toBe('application/ld+json');
      for (const link of page.querySelectorAll(
        'link[rel="stylesheet"], link[rel="preload"], link[rel="icon"]',
      ))
        expect(link.getAttribute('href')).toMatch(/^\/assets\//);
    },
  );

  test('the embed may be framed by any site, and nothing runs in it', async () => {
    const app = await startSite();
    const response = await get(app, '/surveys/sandbox/embed');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
    );
    const page = parseHTML(await response.text()).document;
    expect([...page.querySelectorAll('script')].map((script) => script.getAttribute('type'))).toEqual([]);
  });

  test('names, titles and texts appear as text, whatever is in them', async () => {
    const app = await startSite();
    const hostile = `</script><img src=x onerror=alert(1)>"'`;
    const changes: Partial<WholeNarrativeRow> = { name: hostile, shortName: hostile, summary: hostile };
    app.db.update(narrative).set(changes).where(eq(narrative.slug, 'depin')).run();
    addSurvey(
      app.db,
      { slug: 'hostile', title: hostile, question: hostile, state: 'PUBLISHED', publishedAt: 1 },
      ['depin', 'ai'],
    );
    for (const path of [
      '/',
      '/surveys/hostile',
      '/surveys/hostile/embed',
      '/narratives/depin',
      '/feed.atom',
      '/?q=onerror',
    ]) {
      const response = await get(app, path);
      expect(response.status).toBe(200);
      const text = await response.text();
      expect(text, path).not.toContain('<img src=x');
      // JSON-LD is in a script element, which only `<` could end.
      expect(text, path).not.toMatch(/<script type="application\/ld\+json">[^<]*<(?!\/script>)/);
    }
    const oembed = await (await fetch(`${app.origin}/oembed?url=${app.origin}/surveys/hostile`)).json();
    expect(oembed.html).not.toContain('<img');
  });

  test('links are made from the configured origin or the listening address, never from a header', async () => {
    const local = await startSite();
    const named = await startSite({ publicUrl: 'https://awards.example' });
    for (const path of [of2024, '/feed.atom', '/sitemap.xml', `/oembed?url=${local.origin}${of2024}`]) {
      const text = await (
        await get(local, path, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })
      ).text();
      expect(text, path).not.toContain('evil.example');
      expect(text).toContain(local.origin);
    }
    const page = await pageOf(named, of2024);
    expect(page.querySelector('link[rel="canonical"]')?.getAttribute('href')).toBe(
      `https://awards.example${of2024}`,
    );
    expect(page.querySelector('meta[property="og:image"]')?.getAttribute('content')).toBe(
      `https://awards.example${of2024}/results.png`,
    );
  });

  test('assets are served by their hash, for good, and no other file is', async () => {
    const app = await startSite();
    const page = await pageOf(app, '/');
    const path = page.querySelector('link[rel="stylesheet"]')?.getAttribute('href') ?? '';
    const response = await fetch(app.origin + path, { headers: { 'accept-encoding': 'gzip' } });
    expect([response.headers.get('cache-control'), response.headers.get('content-encoding')]).toEqual([
      'public, max-age=31536000, immutable',
      'gzip',
    ]);
    for (const other of ['style.css', '..%2fpackage.json', '%2e%2e/%2e%2e/package.json', 'live.js'])
      expect((await fetch(`${app.origin}/assets/${other}`)).status).toBe(404);
  });
});
