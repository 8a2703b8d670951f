import { expect, test } from 'vitest';
import { hasScheduledTransition } from '../../src/db/survey-schedule.ts';
import { openWriter } from '../../src/db/writer.ts';
import { addSurvey, hour, noon, startVoting } from '../vote/voting.ts';

test.each([
  ['SCHEDULED', noon - 1, noon + 1, 'OPEN', 'openSurvey'],
  ['SCHEDULED', noon, null, 'OPEN', 'openSurvey'],
  ['SCHEDULED', noon + 1, noon + 2, 'SCHEDULED', undefined],
  ['SCHEDULED', noon - 2, noon - 1, 'CLOSED', 'closeSurvey'],
  ['OPEN', null, noon, 'CLOSED', 'closeSurvey'],
  ['OPEN', null, noon + 1, 'OPEN', undefined],
  ['OPEN', null, null, 'OPEN', undefined],
  ['DRAFT', noon - 2, noon - 1, 'DRAFT', undefined],
  ['CANCELLED', noon - 2, noon - 1, 'CANCELLED', undefined],
] as const)('%s from %s to %s is written as %s', async (state, opensAt, closesAt, expected, action) => {
  const { db, writer, survey } = startVoting({ state, opensAt, closesAt });
  await writer.write([]);
  expect(survey().state).toBe(expected);
  const entries = db.$client.prepare('select actor, action, at from audit_entry').all();
  expect(entries).toEqual(action === undefined ? [] : [{ actor: 'clock', action, at: noon }]);
});

test('a survey whose time has come is closed, though no vote comes in', async () => {
  const { db } = startVoting();
  const writer = openWriter(db.$client.name);
  await writer.write([]);
  const closesAt = Date.now() + 300;
  db.$client.exec(`update survey set closes_at = ${closesAt}`);
  const closedAt = db.$client.prepare("select at from audit_entry where action = 'closeSurvey'").pluck();
  while (closedAt.get() === undefined) await new Promise((next) => setTimeout(next, 20));
  await writer.close();
  expect(closedAt.get()).toBeGreaterThanOrEqual(closesAt);
});

test('looking for what is due goes by an index each, so that it costs the same among many surveys', () => {
  const { db } = startVoting();
  addSurvey(db, { slug: 'later', state: 'SCHEDULED', opensAt: noon + hour }, ['a', 'b']);
  const plan = db.$client.prepare(`explain query plan ${hasScheduledTransition}`).all({ now: noon });
  const steps = plan.map((step) => (step as { detail: string }).detail); // A column of every plan.
  expect(steps.filter((step) => step.includes('survey'))).toEqual([
    expect.stringContaining('INDEX survey_closing (closes_at<?)'),
    expect.stringContaining('INDEX survey_opening (opens_at<?)'),
  ]);
});
