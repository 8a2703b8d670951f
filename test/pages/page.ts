import { parseHTML } from 'linkedom';
import { expect } from 'vitest';
import type { App } from '../support/app.ts';

export const of2024 = '/surveys/top-crypto-narratives-2024';
export const paths = [
  '/',
  of2024,
  '/surveys/sandbox',
  '/narratives/depin',
  '/articles/top-crypto-narratives-2024',
];

export const get = (app: App, path: string, headers: Record<string, string> = {}) =>
  fetch(app.origin + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });

export async function pageOf(app: App, path: string) {
  const response = await get(app, path);
  expect(response.status, path).toBe(200);
  return parseHTML(await response.text()).document;
}

export type Page = Awaited<ReturnType<typeof pageOf>>;

export const textOf = (page: Page, selector: string): string =>
  (page.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

export const cellsOf = (page: Page, selector: string) =>
  [...page.querySelectorAll(`${selector} tr`)].map((row) =>
    [...row.children].map(({ textContent }) => (textContent ?? '').replaceAll(/\s+/g, ' ').trim()),
  );
