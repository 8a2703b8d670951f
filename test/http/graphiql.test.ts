import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Kind, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readExamples } from '../../src/http/examples.ts';
import { startApp } from '../support/app.ts';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { firstEvent } from '../support/events.ts';

const examples = readExamples();

/** The names of the tabs. */
const operationNames = examples.map(({ query }) => {
  const [definition] = parse(query).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? (definition.name?.value ?? '') : '';
});

/** The response without decompression, unlike that of `fetch`. */
async function get(url: string, headers: Record<string, string>) {
  const [response]: IncomingMessage[] = await once(request(url, { headers }).end(), 'response');
  if (response === undefined) throw new Error('The request got no response.');
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

describe('GraphiQL', () => {
  test.each(examples)('the example "$name" runs without changes', async ({ query, variables }) => {
    const app = await startApp();
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await firstEvent(response);
    expect(errors).toBeUndefined();
    expect(Object.values(data).filter((value) => value === null)).toEqual([]);
  });

  test('there are at least six examples with distinct names', () => {
    expect(new Set(examples.map(({ name }) => name)).size).toBeGreaterThanOrEqual(6);
    for (const { query } of examples) expect(parse(query).definitions).toHaveLength(1);
  });

  test('the page is small, and its assets are compressed and immutable', async () => {
    const app = await startApp();
    const page = await fetch(app.url, { headers: { accept: 'text/html', 'accept-encoding': 'br' } });
    const html = await page.text();
    expect(html.length).toBeLessThan(60_000);
    const linked = [...html.matchAll(/(?:src|href)="(\/graphiql\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(linked).toHaveLength(3);
    const start = await (await fetch(app.origin + linked.at(-1))).text();
    const workers = [...start.matchAll(/"(\/graphiql\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(workers).toHaveLength(3);
    let bytes = html.length;
    for (const path of [...linked, ...workers]) {
      const { status, headers, body } = await get(app.origin + path, { 'accept-encoding': 'gzip, br' });
      expect([status, headers['content-encoding'], headers['cache-control']]).toEqual([
        200,
        'br',
        'public, max-age=31536000, immutable',
      ]);
      bytes += body.length;
    }
    expect(bytes).toBeLessThan(2_300_000);
    expect((await fetch(`${app.origin}/graphiql/app-0000000000000000.js`)).status).toBe(404);
  });

  test('the page loads nothing from other hosts', async () => {
    const app = await startApp();
    const page = await fetch(app.url, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toMatch('text/html');
    const html = await page.text();
    expect(html.match(/<(?:script|link|img)[^>]+(?:src|href)="https?:/g)).toBeNull();
  });

  test.skipIf(!hasBrowser)(
    'opens in a browser with the examples as tabs and executes one',

    async () => {
      const app = await startApp();
      const browser = await openBrowser();
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      const foreign: string[] = [];
      page.on('request', (request) => {
        if (/^https?:/.test(request.url()) && !request.url().startsWith(app.origin))
          foreign.push(request.url());
      });
      await page.goto(app.url, { waitUntil: 'load', timeout: 60_000 });
      await page.getByRole('tab', { name: /Ranking/ }).click({ timeout: 60_000 });
      for (const name of operationNames) {
        expect(await page.getByRole('tab', { name }).count(), name).toBe(1);
      }
      const executed = page.waitForResponse(
        (response) => response.request().postData()?.includes('query Ranking') ?? false,
      );
      await page.getByRole('button', { name: /execute query/i }).click();
      const result = page.locator('.result-window');
      expect((await (await executed).json()).extensions.cost).toMatchObject({
        requested: expect.any(Number),
        actual: expect.any(Number),
        limit: 1_000,
      });
      await result.getByText('30.2').first().waitFor({ timeout: 60_000 });
      expect(await result.textContent()).toContain('DePIN');
      await page.screenshot({ path: process.env.SCREENSHOT ?? '/tmp/moon-awards-graphiql.png' });
      expect(foreign).toEqual([]);
    },
  );

  test.skipIf(!hasBrowser)(
    'runs a subscription in a tab that was opened with a click',

    async () => {
      const app = await startApp();
      const browser = await openBrowser();
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      await page.goto(app.url, { waitUntil: 'load', timeout: 60_000 });
      await page.getByRole('tab', { name: /Live/ }).getByText('Live').click();
      await page.getByRole('tab', { name: /Live/, selected: true }).waitFor();
      const result = page.locator('.result-window');
      const voteCount = result.getByText('voteCount').first();
      // GraphiQL ignores a click until it has parsed the operation of the tab.
      await expect
        .poll(
          async () => {
            await page.getByRole('button', { name: /execute query/i }).click();
            return voteCount.waitFor({ timeout: 5_000 }).then(
              () => true,
              () => false,
            );
          },
          { timeout: 60_000 },
        )
        .toBe(true);
      expect(await result.textContent()).toMatch(/"voteCount":\s0/);
    },
  );
});
