import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eq } from 'drizzle-orm';
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { survey as surveyTable } from '../../src/db/tables/survey.ts';
import type { App } from '../support/app.ts';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { cuttableWay } from '../support/cuttable.ts';
import { startSite, vote } from '../support/site.ts';
import { addSurvey } from '../vote/voting.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const paths = [
  '/',
  '/?q=data',
  '/surveys/top-crypto-narratives-2024',
  '/surveys/sandbox',
  '/surveys/secret',
  '/surveys/ranked',
  '/surveys/sandbox/embed',
  '/narratives/depin',
  '/articles/top-crypto-narratives-2024',
  '/articles/understanding-rest-apis',
  '/nowhere',
];

/** The default content, with votes in a runoff, in the sandbox, and in a survey whose result is hidden. */
async function startFullSite(): Promise<App> {
  const app = await startSite({ rateLimitPoints: 0 });
  addSurvey(app.db, { slug: 'secret', title: 'Hidden', resultsVisibility: 'AFTER_CLOSE' }, ['depin', 'ai']);
  addSurvey(app.db, { slug: 'ranked', title: 'Ranked', method: 'RANKED_CHOICE', maxChoices: 3 }, [
    'depin',
    'ai',
    'rwa',
  ]);
  await vote(app, 'ranked', ['ai', 'ai', 'depin', 'rwa', 'rwa', 'rwa']);
  await vote(app, 'sandbox', ['ai', 'ai', 'depin']);
  return app;
}

const closing = async (context: Promise<BrowserContext>): Promise<BrowserContext> => {
  const opened = await context;
  onTestFinished(() => opened.close());
  return opened;
};

const sharesIn = (page: Page) => page.locator('[data-figures] [data-cell="share"]').allTextContents();

describe.skipIf(!hasBrowser)('pages in a browser', () => {
  test('have no violation that axe finds, light and dark, wide and narrow', async () => {
    const app = await startFullSite();
    const browser = await openBrowser();
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 390],
    ] as const) {
      // axe is put into the page, which the policy of the page forbids to all others.
      const context = await closing(
        browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true }),
      );
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(app.origin + path, { waitUntil: 'load' });
        await page.evaluate(axe);
        const found: { violations: { id: string; nodes: { html: string }[] }[]; passes: unknown[] } =
          await page.evaluate('axe.run(document)');
        const violations = found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
        expect(violations, `${path} ${colorScheme} ${width}`).toEqual([]);
        expect(found.passes.length).toBeGreaterThan(5);
      }
    }
  });

  test('can be read and followed by keyboard alone: the focus reaches every link and field, in order, and is seen', async () => {
    const app = await startFullSite();
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    for (const path of ['/', '/surveys/sandbox', '/articles/understanding-rest-apis']) {
      await page.goto(app.origin + path, { waitUntil: 'load' });
      const expected: number = await page.evaluate(
        `(() => { const all = [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]; all.forEach((one, index) => { one.dataset.order = index; }); return all.length; })()`,
      );
      const reached: (string | undefined)[] = [];
      for (let presses = 0; presses < expected; presses++) {
        await page.keyboard.press('Tab');
        const focused: { order: string; outline: string } = await page.evaluate(
          `({ order: document.activeElement.dataset.order, outline: getComputedStyle(document.activeElement).outlineStyle })`,
        );
        reached.push(focused.order);
        expect(focused.outline, `${path} ${focused.order}`).not.toBe('none');
      }
      expect(reached).toEqual(Array.from({ length: expected }, (_, index) => String(index)));
    }
    await page.goto(app.origin, { waitUntil: 'load' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // The page moves after the key press has returned.
    await expect.poll(() => new URL(page.url()).hash).toBe('#main');
  });

  test('have all figures without script', async () => {
    const app = await startFullSite();
    const browser = await openBrowser();
    const context = await closing(browser.newContext({ javaScriptEnabled: false }));
    const page = await context.newPage();
    await page.goto(`${app.origin}/surveys/sandbox`, { waitUntil: 'load' });
    const { survey } = await app.query('{ survey(slug: "sandbox") { results { share } } }');
    expect(await sharesIn(page)).toEqual(
      survey.results.map(({ share }: { share: number }) => `${share.toFixed(1)} %`),
    );
    await page.getByRole('searchbox').fill('data availability');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('heading', { name: 'Search', level: 1 }).waitFor();
  });

  test('take at most 50 KB of script and 100 KB in all beside pictures, in few requests, and none of another host', async () => {
    const app = await startSite({ rateLimitPoints: 0, isCompressing: true });
    const browser = await openBrowser();
    for (const path of [
      '/',
      '/surveys/top-crypto-narratives-2024',
      '/surveys/sandbox',
      '/narratives/depin',
      '/articles/top-crypto-narratives-2024',
    ]) {
      const context = await closing(browser.newContext());
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(error.message));
      const sizes: { type: string; url: string; bytes: number }[] = [];
      page.on('requestfinished', async (request) => {
        const { responseBodySize, responseHeadersSize } = await request.sizes();
        sizes.push({
          type: request.resourceType(),
          url: request.url(),
          bytes: responseBodySize + responseHeadersSize,
        });
      });
      await page.goto(app.origin + path, { waitUntil: 'load' });
      await page.evaluate('document.fonts.ready');
      await expect.poll(() => sizes.some(({ type }) => type === 'font')).toBe(true);
      const sum = (some: typeof sizes) => some.reduce((total, { bytes }) => total + bytes, 0);
      expect(sum(sizes.filter(({ type }) => type === 'script'))).toBeLessThanOrEqual(50_000);
      expect(sum(sizes.filter(({ type }) => type !== 'image'))).toBeLessThanOrEqual(100_000);
      expect(sizes.filter(({ url }) => !url.startsWith(app.origin))).toEqual([]);
      expect(sizes.length).toBeLessThanOrEqual(8);
      expect(errors, path).toEqual([]);
    }
  });

  test('move with the votes, heal a dropped connection, and show that the survey has closed', async () => {
    const app = await startSite({ rateLimitPoints: 0 });
    const way = await cuttableWay(app.origin);
    const browser = await openBrowser();
    const page = await browser.newPage();
    await page.goto(`${way.origin}/surveys/sandbox`, { waitUntil: 'load' });
    const status = page.locator('[data-live-status]');
    await expect.poll(() => status.textContent()).toBe('These figures follow the votes as they are cast.');
    const barOf = (slug: string) => page.locator(`[data-option="${slug}"] rect`).getAttribute('width');
    const picture = () => page.locator('[data-picture] img').getAttribute('src');
    const before = await picture();

    await vote(app, 'sandbox', ['rwa', 'rwa', 'ai']);
    await expect.poll(async () => (await sharesIn(page)).slice(0, 3)).toEqual(['66.7 %', '33.3 %', '0.0 %']);
    expect(await page.locator('[data-figures] tr').first().getAttribute('data-option')).toBe('rwa');
    expect(Number.parseFloat((await barOf('rwa')) ?? '')).toBeGreaterThan(
      Number.parseFloat((await barOf('ai')) ?? ''),
    );
    expect(await barOf('depin')).toBe('0%');
    await expect.poll(picture).not.toBe(before);
    expect(await page.locator('[data-base]').textContent()).toBe('3');

    way.cut();
    await expect.poll(() => status.textContent()).toBe('The connection is lost; it is tried again.');
    await vote(app, 'sandbox', ['depin', 'depin', 'depin', 'depin'], 'other');
    await expect.poll(async () => (await sharesIn(page))[0]).toBe('57.1 %');
    expect(await status.textContent()).toBe('These figures follow the votes as they are cast.');

    app.db
      .update(surveyTable)
      .set({ state: 'CLOSED', updatedAt: Date.now() })
      .where(eq(surveyTable.slug, 'sandbox'))
      .run();
    await page.getByText('Voting has closed', { exact: true }).waitFor({ timeout: 60_000 });
    expect((await sharesIn(page))[0]).toBe('57.1 %');
    expect(await page.locator('main').getAttribute('data-live')).toBeNull();
  });

  test('show the result of a hidden survey as soon as it has closed', async () => {
    const app = await startFullSite();
    await vote(app, 'secret', ['ai', 'ai', 'depin']);
    const browser = await openBrowser();
    const page = await browser.newPage();
    await page.goto(`${app.origin}/surveys/secret`, { waitUntil: 'load' });
    expect(await sharesIn(page)).toEqual([]);
    app.db
      .update(surveyTable)
      .set({ state: 'CLOSED', updatedAt: Date.now() })
      .where(eq(surveyTable.slug, 'secret'))
      .run();
    await expect.poll(() => sharesIn(page)).toEqual(['66.7 %', '33.3 %']);
  });

  test('open their own query in GraphiQL', async () => {
    const app = await startSite();
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(`${app.origin}/surveys/sandbox`, { waitUntil: 'load' });
    await page.getByRole('link', { name: /GraphiQL/ }).click();
    await page.getByRole('tab', { name: 'SurveyPage' }).waitFor({ timeout: 60_000 });
    const answered = page.waitForResponse(
      (response) => response.request().postData()?.includes('query SurveyPage') ?? false,
    );
    await page.getByRole('button', { name: /execute query/i }).click();
    expect((await (await answered).json()).data.survey.slug).toBe('sandbox');
  });
});
