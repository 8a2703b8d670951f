import { describe, expect, test } from 'vitest';
import { operationTexts } from '../../src/pages/operation.ts';
import { firstEvent } from '../support/events.ts';
import { startSite } from '../support/site.ts';
import { get, pageOf, paths } from './page.ts';

describe('what a page costs', () => {
  test.each(operationTexts())('%#: at most 310 points', async (query) => {
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
    expect(reply.body.extensions.cost.requested, JSON.stringify(reply.body)).toBeLessThanOrEqual(310);
    expect(reply.body.extensions.cost.requested).toBeGreaterThan(0);
  });

  test.each(paths)('%s is one operation, charged as it would be at /graphql', async (path) => {
    const app = await startSite();
    const remaining = ({ headers }: Response) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    const before = remaining(await fetch(app.url, { headers: { accept: 'application/json' } }));
    const after = remaining(await get(app, path));
    expect(before - after).toBeGreaterThan(1);
    expect(before - after).toBeLessThanOrEqual(310 + 200);
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
