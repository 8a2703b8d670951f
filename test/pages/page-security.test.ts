import { eq } from 'drizzle-orm';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { narrative, type WholeNarrativeRow } from '../../src/db/tables/narrative.ts';
import { startSite } from '../support/site.ts';
import { addSurvey } from '../vote/voting.ts';
import { get, of2024, pageOf, paths } from './page.ts';

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
