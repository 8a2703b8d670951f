import { expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { voteBatch } from '../../src/db/tables/vote.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { startApp } from '../support/app.ts';

const publish = `mutation ($input: PublishSurveyInput!) { publishSurvey(input: $input) {
  __typename ... on UserError { code message path }
  ... on PublishSurveySuccess { survey { status outcome { isFinal unfinishedImportsReason } } } } }`;

test('a survey with an unfinished import is published with a reason, which its outcome shows', async () => {
  const app = await startApp();
  const { key } = createApiKey(app.db, { name: 'desk', scopes: ['surveys:write'] }, 1);
  const mutate = async (query: string, variables: object) => {
    const { body } = await app.post({ query, variables }, { authorization: `Bearer ${key}` });
    expect(body.errors).toBeUndefined();
    return body.data;
  };
  const surveyId = surveyBySlug(app.db, 'sandbox', true)?.id ?? 0;
  const counts = { rows: 7, votes: 0, blank: 7, faulty: 0, filtered: 0, replaced: 0 };
  const half = { id: 'half', surveyId, fileDigest: '', options: '{}', run: '', startedAt: 1, ...counts };
  app.db.insert(voteBatch).values(half).run();
  const closed = await mutate('mutation { closeSurvey(input: { survey: "sandbox" }) { __typename } }', {});
  expect(closed).toEqual({ closeSurvey: { __typename: 'CloseSurveySuccess' } });

  const input = { survey: 'sandbox' };
  expect(await mutate(publish, { input })).toEqual({
    publishSurvey: {
      __typename: 'UnfinishedImportError',
      code: 'UNFINISHED_IMPORT',
      message: expect.stringContaining('`half`'),
      path: ['survey'],
    },
  });
  const unfinishedImportsReason = 'The rest of the answers is lost.';
  expect(await mutate(publish, { input: { ...input, unfinishedImportsReason } })).toEqual({
    publishSurvey: {
      __typename: 'PublishSurveySuccess',
      survey: { status: 'PUBLISHED', outcome: { isFinal: true, unfinishedImportsReason } },
    },
  });
});
