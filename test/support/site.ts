import { DOMParser } from 'linkedom';
import type { ServeOptions } from '../../src/http/serve.ts';
import { createSite } from '../../src/pages/site.ts';
import { castVote } from '../../src/vote/cast-vote.ts';
import { type App, startApp } from './app.ts';

/** The server with its pages. */
export const startSite = (options: Partial<ServeOptions> & { isEmpty?: boolean } = {}): Promise<App> =>
  startApp({ ...createSite({ hasPages: true }), ...options });

const secret = Buffer.from('a secret of the tests, as long as it needs to be');

/** Lets new voters vote, each for one option. */
export async function vote(
  app: App,
  survey: string,
  choices: readonly string[],
  prefix = 'voter',
): Promise<void> {
  await Promise.all(
    choices.map(async (choice, index) => {
      const ballot = { survey, caller: 'key:site', voter: `${prefix} ${index}`, choices: [choice] };
      const result = await castVote(app.writer, app.db, secret, ballot);
      if ('code' in result) throw new Error(`Refused: ${result.message}`);
    }),
  );
}

/** An SVG document, parsed. */
const documentOf = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml');

/** The texts in an SVG document, or in its marks with this label; a text of several lines is one. */
export const textsIn = (svg: string, label?: string): string[] =>
  elementsIn(svg, 'text', label).map((text) => {
    const lines = [...text.querySelectorAll('tspan')].map(({ textContent }) => textContent ?? '');
    // Isolates keep the directions of scripts apart; they are not drawn.
    return (lines.length > 0 ? lines.join(' ') : (text.textContent ?? '')).replaceAll(/[\u2068\u2069]/g, '');
  });

/** The elements of this name in an SVG document, or in its marks with this label. */
export const elementsIn = (svg: string, name: string, label?: string) => [
  ...documentOf(svg).querySelectorAll(label === undefined ? name : `[aria-description="${label}"] ${name}`),
];
