import { auditServer } from 'graphql-http';
import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';

test('every audit of GraphQL over HTTP passes without a notice', async () => {
  const app = await startApp();
  const results = await auditServer({
    url: app.url,
    fetchFn: (url: string, { headers, ...init }: RequestInit = {}) =>
      fetch(url, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(headers)), ...app.transportHeaders },
      }),
  });
  const faults = results
    .filter(({ status }) => status !== 'ok')
    .map(
      (result) => `${result.status} ${result.id} ${result.name}: ${'reason' in result ? result.reason : ''}`,
    );
  expect(faults).toEqual([]);
  expect(results).toHaveLength(61);
});
