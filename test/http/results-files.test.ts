import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { registeredOperations } from '../../src/guard/operation-manifest.ts';
import { type App, startApp } from '../support/app.ts';
import { addSurvey } from '../vote/voting.ts';

const of2024 = 'top-crypto-narratives-2024';

const get = async (app: App, file: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${app.origin}/surveys/${file}`, { headers });
  const left = Number(/r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1]);
  return { status: response.status, headers: response.headers, left, body: await response.text() };
};

test('results.json has the survey, how it was counted, and every result', async () => {
  const app = await startApp();
  const { headers, body } = await get(app, `${of2024}/results.json`);
  expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
    'application/json; charset=utf-8',
    `attachment; filename="${of2024}.json"`,
  ]);
  const { results, ...survey } = JSON.parse(body);
  expect(survey).toEqual({
    survey: of2024,
    title: 'Top Crypto Narratives in 2024',
    edition: 2024,
    method: 'SINGLE_CHOICE',
    status: 'PUBLISHED',
    resultSource: 'REPORTED',
    isSample: false,
    base: null,
    revision: 1,
    isFinal: true,
    asOf: null,
    unlistedShare: 3.8,
    channels: null,
  });
  expect(results).toHaveLength(8);
  expect(results[0]).toEqual({
    rank: 1,
    narrative: 'depin',
    name: 'Decentralized Physical Infrastructure Networks',
    shortName: 'DePIN',
    votes: null,
    share: 30.2,
    channels: null,
  });
});

test('results.csv has the same figures, with new columns after the first ones', async () => {
  const app = await startApp();
  const { headers, body } = await get(app, `${of2024}/results.csv`);
  expect(headers.get('content-disposition')).toBe(`attachment; filename="${of2024}.csv"`);
  expect(body.split('\n').slice(0, 2)).toEqual([
    'rank,narrative,votes,share,votes_api,votes_import,name,survey,edition,method,base,revision',
    `1,depin,,30.2,,,Decentralized Physical Infrastructure Networks,${of2024},2024,SINGLE_CHOICE,,1`,
  ]);
  const { results } = JSON.parse((await get(app, `${of2024}/results.json`)).body);
  expect(
    parse<Record<string, string>>(body, { columns: true }).map(({ narrative, share }) => [
      narrative,
      Number(share),
    ]),
  ).toEqual(results.map(({ narrative, share }: { narrative: string; share: number }) => [narrative, share]));
});

test('a counted result has its base, and its votes by channel', async () => {
  const app = await startApp();
  const { base, channels, results } = JSON.parse((await get(app, 'sandbox/results.json')).body);
  expect([base, channels, results[0].votes, results[0].channels]).toEqual([
    0,
    [
      { channel: 'API', votes: 0, share: 0 },
      { channel: 'IMPORT', votes: 0, share: 0 },
    ],
    0,
    [
      { channel: 'API', votes: 0, share: 0 },
      { channel: 'IMPORT', votes: 0, share: 0 },
    ],
  ]);
  expect((await get(app, 'sandbox/results.csv')).body).toMatch(/\n1,\w+,0,0,0,0,[^\n]*,sandbox,/);
});

test('a name that a spreadsheet would run is text in results.csv', async () => {
  const app = await startApp();
  app.db.$client
    .prepare("update narrative set name = ? where slug = 'depin'")
    .run('=HYPERLINK("http://x","a,b")');
  const [first] = parse<Record<string, string>>((await get(app, `${of2024}/results.csv`)).body, {
    columns: true,
  });
  expect(first).toMatchObject({ narrative: 'depin', name: '\'=HYPERLINK("http://x","a,b")' });
});

describe.each(['csv', 'json'])('results.%s', (extension) => {
  test('is charged and cached like other queries', async () => {
    const app = await startApp({ rateLimitPoints: 1_000 });
    const file = `${of2024}/results.${extension}`;
    const first = await get(app, file);
    const second = await get(app, file);
    expect(second.body).toBe(first.body);
    expect(first.left - second.left).toBeGreaterThan(8);
    expect(1_000 - first.left).toBeGreaterThan(first.left - second.left);
    const tag = first.headers.get('etag') ?? '';
    expect([tag, first.headers.get('cache-control')]).toEqual([
      expect.stringMatching(/^"/),
      'public, max-age=60, must-revalidate',
    ]);
    const third = await get(app, file, { 'if-none-match': tag });
    expect([third.status, third.body]).toEqual([304, '']);
    app.db.$client.exec("update narrative set slug = 'other' where slug = 'depin'");
    expect((await get(app, file, { 'if-none-match': tag })).status).toBe(200);
  });

  test.each(['none', 'unopened', '..%2fsandbox', 'a%22b', `${'a'.repeat(101)}`, '%00'])(
    'is 404 for %s',
    async (slug) => {
      const app = await startApp();
      addSurvey(app.db, { slug: 'unopened', title: 'Hushed', state: 'DRAFT' }, ['depin', 'ai']);
      const { status, body } = await get(app, `${slug}/results.${extension}`);
      expect([status, body.includes('Hushed')]).toEqual([404, false]);
    },
  );

  test('is refused when the budget is spent, above the cost limit, and with an invalid key', async () => {
    const poor = await get(await startApp({ rateLimitPoints: 10 }), `sandbox/results.${extension}`);
    expect([poor.status, Number(poor.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await get(await startApp({ costLimit: 20 }), `sandbox/results.${extension}`)).status).toBe(400);
    const authorization = 'Bearer moon_x';
    expect((await get(await startApp(), `sandbox/results.${extension}`, { authorization })).status).toBe(401);
  });

  test('is answered where only registered operations are', async () => {
    const app = await startApp({ registeredOperations: registeredOperations({}) });
    expect((await get(app, `${of2024}/results.${extension}`)).status).toBe(200);
  });
});
