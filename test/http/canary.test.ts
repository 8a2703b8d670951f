import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { startApp } from '../support/app.ts';

test('a secret in any part of a request is in no log line and no page of the database', async () => {
  let logged = '';
  const log = pino(
    { level: 'debug' },
    new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    }),
  );
  const app = await startApp({ log });
  const { key } = createApiKey(app.db, { name: 'site', scopes: ['votes:cast'] }, 1);
  const canary = 'canary5f2d9c';
  const vote = { survey: 'sandbox', choices: ['ai'], voter: canary, idempotencyKey: `${canary}k` };
  const castVote = 'mutation ($input: CastVoteInput!) { castVote(input: $input) { __typename } }';
  const authorization = { authorization: `Bearer ${key}` };
  await app.post({ query: castVote, variables: { input: vote } }, authorization);
  await app.post({ query: castVote, variables: { input: { ...vote, survey: canary } } }, authorization);
  await app.post({ query: `{ article(slug: "${canary}") { title } ${canary} }` });
  await app.post({
    query: 'query ($n: Int!) { articles(first: $n) { totalCount } }',
    variables: { n: canary },
  });
  await app.post({ query: '{ __typename }', operationName: canary, extensions: { canary } });
  await app.post([{ query: canary }, canary], {
    cookie: canary,
    'x-request-id': canary,
    'user-agent': canary,
  });
  await app.post({ query: '{ __typename }' }, { authorization: `Bearer ${canary}` });
  await app.post({ query: '{ __typename }' }, { authorization: `Bearer moon_${canary}_${canary}` });
  await app.post({ query: '{ __typename }' }, { 'x-api-key': `moon_${canary}_${canary}` });
  await app.post({ documentId: canary, [canary]: canary });
  await fetch(`${app.url}?query={__typename}&${canary}=${canary}`);
  await fetch(`${app.origin}/${canary}`);
  await fetch(`${app.origin}/surveys/${canary}/results.csv`);
  await fetch(`${app.origin}/surveys/${canary}/results.json`);
  app.db.$client.exec('drop table survey_option');
  await app.post({ query: `{ survey(slug: "sandbox") { ${canary}: results { rank } } }` });
  expect(logged).toContain('unexpected error');
  expect(logged).not.toContain(canary);
  expect(logged).not.toContain(key);
  const pages = app.db.$client.serialize();
  expect([pages.includes(canary), pages.includes(key.split('_').slice(2).join('_'))]).toEqual([false, false]);
});
