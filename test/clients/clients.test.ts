import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from '@graphql-codegen/cli';
import { describe, expect, test } from 'vitest';
import { registeredOperations } from '../../src/guard/operation-manifest.ts';
import { readExamples } from '../../src/http/examples.ts';
import { startApp } from '../support/app.ts';
import { skipUnless } from '../support/skip-unless.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const run = promisify(execFile);

const hasClients = skipUnless(
  existsSync(`${here}node_modules`),
  'the clients are not installed: npm ci --prefix test/clients',
);

describe.skipIf(!hasClients).each([
  // Apollo sends only hashes by GET.
  ['apollo', 'POST', 'POST'],
  ['apollo', 'GET', 'POST'],
  ['urql', 'POST', 'POST'],
  ['urql', 'GET', 'GET'],
])('%s', (client, method, methodOfText) => {
  test(`sends hashes by ${method}, and the text of a document once`, async () => {
    const app = await startApp();
    const { stdout } = await run(process.execPath, [`${here}${client}.mjs`, app.url, method]);
    expect(JSON.parse(stdout)).toEqual({
      names: ['RWA', 'AI'],
      sent: [
        { method, hasText: false, status: 400 },
        { method: methodOfText, hasText: true, status: 200 },
        { method, hasText: false, status: 200 },
      ],
    });
  });
});

test('the manifest of codegen’s client preset, made from /schema.graphql, registers every operation', async () => {
  const open = await startApp();
  const files: { filename: string; content: string }[] = await generate(
    {
      silent: true,
      schema: `${open.origin}/schema.graphql`,
      documents: 'examples/*.graphql',
      generates: { './gql/': { preset: 'client', presetConfig: { persistedDocuments: true } } },
    },
    false,
  );
  const manifest = files.find(({ filename }) => filename.endsWith('persisted-documents.json'));
  const operations: Record<string, string> = JSON.parse(manifest?.content ?? '{}');
  const examples = readExamples();
  expect(Object.keys(operations)).toHaveLength(examples.length);

  const app = await startApp({ registeredOperations: registeredOperations(operations) });
  for (const [documentId, text] of Object.entries(operations)) {
    const example = examples.find(({ query }) => nameOf(query) === nameOf(text));
    const { status, body } = await app.post(
      { documentId, variables: example?.variables },
      // Prices a subscription, which would not end.
      text.startsWith('subscription') ? { 'x-graphql-cost': 'validate' } : {},
    );
    expect([documentId, status, body.errors]).toEqual([documentId, 200, undefined]);
  }
  const { body } = await app.post({ query: '{ __typename }' });
  expect(body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

const nameOf = (document: string) => /^(?:query|subscription) (\w+)/m.exec(document)?.[1];
