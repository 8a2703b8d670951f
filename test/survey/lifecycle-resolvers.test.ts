import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { castVote, createSurvey, openSurvey, step, tally } from '../support/voting-mutations.ts';

test('a survey goes from draft to published, and each transition is allowed only in its state', async () => {
  const app = await startApp();
  const key = keyFor(app, 'surveys:write', 'votes:cast', 'audit:read');
  await mutate(app, key, createSurvey, { slug: 's', title: 'S', question: '?', options: ['ai', 'depin'] });
  const transition = (name: string, input: object = {}) =>
    mutate(app, key, step(name), { survey: 's', ...input });
  expect(await transition('closeSurvey')).toMatchObject({
    __typename: 'SurveyStateError',
    code: 'SURVEY_STATE',
  });
  expect(await transition('scheduleSurvey', { opensAt: '2001-01-01T00:00:00Z' })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['opensAt'],
  });
  expect(await transition('scheduleSurvey', { opensAt: '2999-01-01T00:00:00Z' })).toMatchObject({
    survey: { status: 'SCHEDULED' },
  });
  expect(await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'a' })).toMatchObject({
    code: 'SURVEY_NOT_OPEN',
  });
  expect(await transition('openSurvey')).toMatchObject({ survey: { status: 'OPEN', closesAt: null } });
  expect(await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'a' })).toMatchObject({
    __typename: 'CastVoteSuccess',
  });
  expect(await transition('publishSurvey')).toMatchObject({ code: 'SURVEY_STATE' });
  expect(await transition('closeSurvey')).toMatchObject({ survey: { status: 'CLOSED' } });
  expect(await transition('openSurvey')).toMatchObject({ code: 'SURVEY_STATE' });
  expect(await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'b' })).toMatchObject({
    code: 'SURVEY_NOT_OPEN',
  });
  expect(await transition('publishSurvey')).toMatchObject({
    survey: { status: 'PUBLISHED', publishedAt: expect.any(String) },
  });
  expect(await transition('cancelSurvey')).toMatchObject({ code: 'SURVEY_STATE' });
  const { body } = await app.post({ query: '{ auditTrail { nodes { action after } } }' }, key);
  const trail: { action: string; after: string }[] = body.data.auditTrail.nodes;
  expect(JSON.parse(trail.find(({ action }) => action === 'scheduleSurvey')?.after ?? '')).toEqual({
    status: 'SCHEDULED',
    opensAt: '2999-01-01T00:00:00.000Z',
    closesAt: null,
  });
  expect(trail.slice(0, 6).map(({ action }) => action)).toEqual([
    'publishSurvey',
    'closeSurvey',
    'openSurvey',
    'scheduleSurvey',
    'createSurvey',
    'createKey',
  ]);
});

test('a survey closes at its deadline, and setting the clock back does not reopen it', async () => {
  let now = Date.UTC(2026, 0, 1);
  const app = await startApp({ clock: () => now });
  const key = keyFor(app, 'surveys:write', 'votes:cast');
  await openSurvey(app, key, { closesAt: '2026-01-01T01:00:00Z' });
  const cast = (voter: string) => mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter });
  now += 3_599_999;
  expect(await cast('a')).toMatchObject({ __typename: 'CastVoteSuccess' });
  now += 1;
  expect(await cast('b')).toMatchObject({ code: 'SURVEY_NOT_OPEN' });
  now -= 1_000_000;
  expect(await cast('c')).toMatchObject({ code: 'SURVEY_NOT_OPEN' });
  expect((await tally(app, 's')).count).toBe(1);
});
