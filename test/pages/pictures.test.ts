import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey as surveyTable } from '../../src/db/tables/survey.ts';
import type { App } from '../support/app.ts';
import { elementsIn, startSite, textsIn, vote } from '../support/site.ts';
import { addSurvey, narrativeRow } from '../vote/voting.ts';

const of2024 = '/surveys/top-crypto-narratives-2024/results';

async function svgOf(app: App, path: string): Promise<string> {
  const response = await fetch(app.origin + path);
  expect(response.status, path).toBe(200);
  return response.text();
}

const barsIn = (svg: string) =>
  elementsIn(svg, 'rect', 'bars').map((bar) => Number(bar.getAttribute('width')));

const sizeOfPng = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

const sizeOfSvg = (svg: string) => ({
  width: Number(/<svg[^>]* width="(\d+)"/.exec(svg)?.[1]),
  height: Number(/<svg[^>]* height="(\d+)"/.exec(svg)?.[1]),
});

describe('the picture of a result', () => {
  test('has the figures of the API, bars in their proportion, and what was never listed', async () => {
    const app = await startSite();
    const svg = await svgOf(app, `${of2024}.svg`);
    const { survey } = await app.query(
      '{ survey(slug: "top-crypto-narratives-2024") { title question results { rank share narrative { shortName } } outcome { unlistedShare } } }',
    );
    const shares = [
      ...survey.results.map(({ share }: { share: number }) => share),
      survey.outcome.unlistedShare,
    ];
    expect(textsIn(svg, 'names')).toEqual([
      ...survey.results.map(({ narrative }: { narrative: { shortName: string } }) => narrative.shortName),
      'Not listed',
    ]);
    expect(textsIn(svg, 'values')).toEqual(shares.map((share) => `${share.toFixed(1)} %`));
    expect(textsIn(svg, 'ranks')).toEqual(survey.results.map(({ rank }: { rank: number }) => String(rank)));
    const widths = barsIn(svg);
    for (const [index, share] of shares.entries())
      expect(widths[index]).toBeCloseTo(((widths[0] ?? 0) * share) / shares[0], 3);
    expect(textsIn(svg)).toEqual(
      expect.arrayContaining([survey.title, survey.question, 'Shares as published, counts unknown.']),
    );
  });

  test('is an image with a name and a description, and nothing in it is a style, a script or a link', async () => {
    const app = await startSite();
    const response = await fetch(`${app.origin}${of2024}.svg`);
    const svg = await response.text();
    expect(svg).toMatch(/^<svg[^>]* role="img"/);
    expect(svg).toMatch(/^<svg[^>]* aria-labelledby="title description"/);
    expect(svg).toContain('<title id="title">Top Crypto Narratives in 2024</title>');
    expect(svg).toMatch(
      /<desc id="description">Bar chart of the ranking: 1\. DePIN 30\.2 %, 2\. AI 18\.8 %,.* 3\.8 % not listed\.<\/desc>/,
    );
    expect(svg).not.toMatch(/<style|style=|<script|href|url\(|\son\w+=/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=60, must-revalidate',
      'ratelimit-policy': expect.any(String),
    });
  });

  test('is as large as the API says, as SVG and as PNG', async () => {
    const app = await startSite();
    const { survey, article } = await app.query(
      '{ survey(slug: "top-crypto-narratives-2024") { chart { url alt width height } } article(slug: "top-crypto-narratives-2024") { image { url alt width height } } }',
    );
    expect(survey.chart.url).toBe(`${app.origin}${of2024}.svg`);
    expect(article.image).toEqual(survey.chart);
    const { width, height } = survey.chart;
    expect(sizeOfSvg(await svgOf(app, `${of2024}.svg`))).toEqual({ width, height });
    const png = await fetch(`${app.origin}${of2024}.png`);
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(sizeOfPng(Buffer.from(await png.arrayBuffer()))).toEqual({ width, height });
    expect(await svgOf(app, `${of2024}.svg`)).toContain(`<desc id="description">${survey.chart.alt}</desc>`);
  });

  test('comes in three widths, of which the nearest is used', async () => {
    const app = await startSite();
    const widths = [1, 480, 640, 641, 800, 1000, 1001, 1200, 99_999];
    const svgs = await Promise.all(widths.map((width) => svgOf(app, `${of2024}.svg?width=${width}`)));
    expect(svgs.map((svg) => sizeOfSvg(svg).width)).toEqual([480, 480, 480, 800, 800, 800, 1200, 1200, 1200]);
  });

  test.each([
    'width=0',
    'width=-480',
    'width=1e3',
    'width=480.5',
    'width=100000',
    'width=',
    'width=480&width=800',
    'theme=blue',
    'theme=',
    'show=money',
    'heading=maybe',
  ])('is refused with ?%s, before anything is asked of the API', async (query) => {
    const app = await startSite();
    app.statements.length = 0;
    for (const type of ['svg', 'png']) {
      const response = await fetch(`${app.origin}${of2024}.${type}?${query}`);
      expect([response.status, (await response.json()).error]).toEqual([
        400,
        expect.stringMatching(/given once\.$/),
      ]);
    }
    expect(app.statements).toEqual([]);
  });

  test('is asked for again by its entity tag, and differs from theme to theme', async () => {
    const app = await startSite();
    for (const path of [`${of2024}.svg`, `${of2024}.png`, '/narratives/depin/history.svg']) {
      const tag = async (query: string) =>
        (await fetch(`${app.origin}${path}${query}`)).headers.get('etag') ?? '';
      const light = await tag('');
      expect(await tag('?theme=light')).toBe(light);
      expect(await tag('?theme=dark')).not.toBe(light);
      const again = await fetch(app.origin + path, { headers: { 'if-none-match': light } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
  });

  test('follows the votes: as of when, the base, intervals, and a sample is marked as one', async () => {
    const app = await startSite();
    const before = await fetch(`${app.origin}/surveys/sandbox/results.svg`);
    expect(textsIn(await before.text())).toEqual(
      expect.arrayContaining(['SAMPLE', 'No votes yet. One choice each. Live: voting is open.', '0.0 %']),
    );
    await vote(app, 'sandbox', ['ai', 'ai', 'depin', 'rwa']);
    const after = await fetch(`${app.origin}/surveys/sandbox/results.svg`);
    const svg = await after.text();
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect(textsIn(svg)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Base: 4 ballots\. One choice each\. Live, as of .* UTC\.$/),
      ]),
    );
    expect(textsIn(svg, 'ranks').slice(0, 4)).toEqual(['1', '=2', '=2', '=4']);
    expect(textsIn(svg, 'values').slice(0, 3)).toEqual(['50.0 %', '25.0 %', '25.0 %']);
    expect(elementsIn(svg, 'path', 'intervals').length).toBeGreaterThan(7);
    expect(textsIn(await svgOf(app, '/surveys/sandbox/results.svg?show=votes'))).toEqual(
      expect.arrayContaining(['2']),
    );
  });

  test('of a hidden result has the same bytes and tag before and after a vote, in every form', async () => {
    const app = await startSite();
    addSurvey(app.db, { slug: 'secret', resultsVisibility: 'AFTER_CLOSE' }, ['depin', 'ai']);
    const paths = ['svg', 'png', 'svg?show=votes&theme=dark&width=480'].map(
      (end) => `/surveys/secret/results.${end}`,
    );
    const pictures = () =>
      Promise.all(
        paths.map(async (path) => {
          const response = await fetch(app.origin + path);
          expect(response.status).toBe(200);
          const bytes = Buffer.from(await response.arrayBuffer()).toString('base64');
          return [bytes, response.headers.get('etag'), response.headers.get('cache-control')];
        }),
      );
    const before = await pictures();
    await vote(app, 'secret', ['ai', 'ai', 'depin']);
    expect(await pictures()).toEqual(before);
    const svg = await svgOf(app, paths[0] ?? '');
    expect(textsIn(svg)).toEqual(
      expect.arrayContaining(['Voting is open. The result can be seen once it has closed.']),
    );
    expect(svg).not.toMatch(/DePIN|aria-description="bars"|aria-description="values"|tick/);
  });

  test('of a survey that is not there, or is a draft, is not found', async () => {
    const app = await startSite();
    addSurvey(app.db, { slug: 'draft', state: 'DRAFT' }, ['depin', 'ai']);
    for (const slug of ['nothing', 'draft', 'Sandbox']) {
      for (const type of ['svg', 'png'])
        expect((await fetch(`${app.origin}/surveys/${slug}/results.${type}`)).status).toBe(404);
    }
    const { key } = createApiKey(app.db, { name: 'editor', scopes: ['drafts:read'] }, 1);
    const seen = await fetch(`${app.origin}/surveys/draft/results.svg`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect([seen.status, seen.headers.get('etag') === null, seen.headers.get('cache-control')]).toEqual([
      200,
      false,
      null,
    ]);
  });

  test('has 2 options or 64, with names of 80 characters, from right to left, and in characters without blanks', async () => {
    const app = await startSite({ isEmpty: true });
    const slugs = Array.from({ length: 64 }, (_, index) => `option-${index}`);
    app.db
      .insert(narrative)
      .values(slugs.map((slug) => narrativeRow(slug)))
      .run();
    const names = [
      'x'.repeat(80),
      'many words '.repeat(7).trim(),
      'الشبكات اللامركزية',
      '去中心化物理基础设施网络',
    ];
    for (const [index, shortName] of names.entries())
      app.db
        .update(narrative)
        .set({ shortName })
        .where(eq(narrative.slug, `option-${index}`))
        .run();
    addSurvey(app.db, { slug: 'two' }, slugs.slice(0, 2));
    addSurvey(app.db, { slug: 'many' }, slugs);
    for (const width of [480, 800]) {
      expect(barsIn(await svgOf(app, `/surveys/two/results.svg?width=${width}`))).toHaveLength(2);
      const svg = await svgOf(app, `/surveys/many/results.svg?width=${width}`);
      expect(barsIn(svg)).toHaveLength(64);
      const drawn = textsIn(svg, 'names').join('');
      for (const name of names) expect(drawn.replaceAll(' ', '')).toContain(name.replaceAll(' ', ''));
    }
    expect((await fetch(`${app.origin}/surveys/many/results.png`)).status).toBe(200);
  });

  test('shows a name as text, whatever is in it', async () => {
    const app = await startSite();
    const shortName = `<script>alert(1)</script>&"'\u0000\u200b`;
    app.db.update(narrative).set({ shortName }).where(eq(narrative.slug, 'depin')).run();
    app.db.update(surveyTable).set({ title: ']]><b>' }).where(eq(surveyTable.slug, 'sandbox')).run();
    const svg = await svgOf(app, '/surveys/sandbox/results.svg?width=1200');
    expect(svg).not.toMatch(/<script|<b>/);
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain(']]&gt;&lt;b&gt;');
    expect((await fetch(`${app.origin}/surveys/sandbox/results.png`)).status).toBe(200);
  });
});

describe('the history of a narrative', () => {
  test('has the share and rank of every edition, oldest first, and no samples', async () => {
    const app = await startSite();
    await vote(app, 'sandbox', ['depin']);
    const only = await svgOf(app, '/narratives/depin/history.svg');
    expect(textsIn(only, 'values')).toEqual(['30.2 %, rank 1']);
    const [before] = app.db
      .select()
      .from(surveyTable)
      .where(eq(surveyTable.slug, 'top-crypto-narratives-2024'))
      .all();
    const { id: _id, datedAt: _datedAt, ...row } = before ?? ({} as never);
    addSurvey(app.db, { ...row, slug: 'of-2023', edition: 2023, resultSource: 'TALLIED', ballots: 1 }, [
      'depin',
      'ai',
    ]);
    const svg = await svgOf(app, '/narratives/depin/history.svg?theme=dark');
    expect(textsIn(svg, 'values')).toEqual(['0.0 %, rank 1', '30.2 %, rank 1']);
    expect(svg).toMatch(
      /<desc id="description">Share and rank by edition: 2023 0\.0 %, rank 1; 2024 30\.2 %, rank 1\.<\/desc>/,
    );
  });

  test('says so where there is none, and is not found for an unknown narrative', async () => {
    const app = await startSite({ isEmpty: true });
    app.db.insert(narrative).values(narrativeRow('a')).run();
    expect(textsIn(await svgOf(app, '/narratives/a/history.svg'))).toContain(
      'No edition of a series has a result for it yet.',
    );
    expect((await fetch(`${app.origin}/narratives/b/history.svg`)).status).toBe(404);
  });
});
