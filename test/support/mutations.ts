import { expect } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import type { Scope } from '../../src/access/scope.ts';
import type { App } from './app.ts';

/** Headers with a new API key that has these scopes. */
export const keyFor = (app: App, ...scopes: Scope[]) => ({
  authorization: `Bearer ${createApiKey(app.db, { name: 'site', scopes }, 1).key}`,
});

/** Runs a mutation and returns its result. Fails the test if the response has errors. */
export async function mutate(
  app: App,
  headers: Record<string, string>,
  query: string,
  input: object,
): Promise<Record<string, unknown>> {
  const { body } = await app.post({ query, variables: { input } }, headers);
  expect(body.errors, JSON.stringify(body)).toBeUndefined();
  return Object.values<Record<string, unknown>>(body.data)[0] ?? {};
}
