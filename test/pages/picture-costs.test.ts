import { describe, expect, test } from 'vitest';
import { narrative } from '../../src/db/tables/narrative.ts';
import { startSite } from '../support/site.ts';
import { addSurvey, narrativeRow } from '../vote/voting.ts';

const of2024 = '/surveys/top-crypto-narratives-2024/results';

const remainingIn = ({ headers }: Response) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);

describe('the picture of a result', () => {
  test('costs what its operation costs, and nothing more is answered when the budget is spent', async () => {
    const app = await startSite({ rateLimitPoints: 200 });
    const first = await fetch(`${app.origin}${of2024}.svg`);
    expect(remainingIn(first)).toBeLessThan(200);
    const again = await fetch(`${app.origin}${of2024}.svg`);
    expect(remainingIn(again)).toBeLessThan(remainingIn(first));
    let last = again;
    for (let tries = 0; last.status === 200 && tries < 20; tries++)
      last = await fetch(`${app.origin}${of2024}.svg`);
    expect([last.status, last.headers.get('retry-after') !== null]).toEqual([429, true]);
  });

  test('costs more as PNG, by its bars and pixels, when it is drawn, and not when it is cached', async () => {
    const app = await startSite();
    await fetch(`${app.origin}${of2024}.svg`);
    const costs: number[] = [];
    let remaining = remainingIn(await fetch(`${app.origin}${of2024}.svg`));
    for (const path of ['svg', 'png', 'png', 'png?width=480', 'png?theme=dark']) {
      const left = remainingIn(await fetch(`${app.origin}${of2024}.${path}`));
      costs.push(remaining - left);
      remaining = left;
    }
    const [operation = 0, drawn = 0, cached, narrow = 0, dark] = costs;
    expect([cached, dark]).toEqual([operation, drawn]);
    expect(narrow).toBeGreaterThan(operation + 200);
    expect(drawn).toBeGreaterThan(narrow);
    expect(drawn).toBeLessThan(600);
    const poor = await startSite({ rateLimitPoints: 200 });
    const { status, headers } = await fetch(`${poor.origin}${of2024}.png`);
    expect([status, headers.get('retry-after') !== null]).toEqual([429, true]);
  });

  test('is refused with 503 while too many are to be made, and answered afterwards', async () => {
    const app = await startSite({ isEmpty: true, rateLimitPoints: 0 });
    const slugs = Array.from({ length: 30 }, (_, index) => `s-${index}`);
    app.db
      .insert(narrative)
      .values(['a', 'b'].map((slug) => narrativeRow(slug)))
      .run();
    for (const slug of slugs) addSurvey(app.db, { slug }, ['a', 'b']);
    const ask = () => Promise.all(slugs.map((slug) => fetch(`${app.origin}/surveys/${slug}/results.png`)));
    const asked = await ask();
    const refused = asked.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ headers }) => headers.get('retry-after') === '2')).toBe(true);
    expect(asked.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(17);
    await ask();
    expect((await ask()).every(({ status }) => status === 200)).toBe(true);
  });

  test('is compressed as text but not as PNG, and each form has its own tag', async () => {
    const app = await startSite({ isCompressing: true });
    const ask = (type: string, coding: string) =>
      fetch(`${app.origin}${of2024}.${type}`, { headers: { 'accept-encoding': coding } });
    const [plain, packed] = [await ask('svg', 'identity'), await ask('svg', 'br')];
    expect([plain.headers.get('content-encoding'), packed.headers.get('content-encoding')]).toEqual([
      null,
      'br',
    ]);
    expect(await packed.text()).toBe(await plain.text());
    expect(packed.headers.get('etag')).toBe(plain.headers.get('etag')?.replace(/"$/, '-br"'));
    const png = await ask('png', 'br');
    expect(png.headers.get('content-encoding')).toBeNull();
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });
});
