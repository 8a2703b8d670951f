import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { settleRunoffHere } from '../../src/result/settle-runoff.ts';
import { startApp } from '../support/app.ts';
import { startSite, vote } from '../support/site.ts';
import { addSurvey } from '../vote/voting.ts';
import { cellsOf, get, of2024, pageOf, paths, textOf } from './page.ts';

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
