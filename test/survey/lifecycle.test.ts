import { describe, expect, test } from 'vitest';
import { contentFile } from '../../src/db/tables/content.ts';
import { surveyStates } from '../../src/db/tables/survey.ts';
import { type LifecycleStep, stateAfter } from '../../src/survey/lifecycle.ts';
import {
  cancelSurvey,
  closeSurvey,
  openSurvey,
  publishSurvey,
  scheduleSurvey,
} from '../../src/survey/lifecycle-writes.ts';
import { addSurvey, codeOf, hour, noon, startVoting } from '../vote/voting.ts';

const input = { survey: 'vote', actor: 'key:abc' };
const steps = ['SCHEDULE', 'OPEN', 'CLOSE', 'PUBLISH', 'CANCEL'] as const;

describe('the steps of a survey', () => {
  test.each([
    ['DRAFT', ['SCHEDULED', 'OPEN', undefined, undefined, 'CANCELLED']],
    ['SCHEDULED', [undefined, 'OPEN', undefined, undefined, 'CANCELLED']],
    ['OPEN', [undefined, undefined, 'CLOSED', undefined, 'CANCELLED']],
    ['CLOSED', [undefined, undefined, undefined, 'PUBLISHED', 'CANCELLED']],
    ['PUBLISHED', [undefined, undefined, undefined, undefined, undefined]],
    ['CANCELLED', [undefined, undefined, undefined, undefined, undefined]],
  ] as const)('from %s', (state, expected) => {
    const survey = { state, resultSource: 'TALLIED' } as const;
    expect(steps.map((step) => stateAfter(survey, step))).toEqual(expected);
  });

  test('go by what is due: an open survey whose end has come is published, not closed', async () => {
    const { db, writer, survey } = startVoting({ closesAt: noon });
    expect(codeOf(await closeSurvey(writer, db, input))).toBe('SURVEY_STATE');
    expect(survey()).toMatchObject({ state: 'CLOSED', closesAt: noon });
    expect(await publishSurvey(writer, db, input)).toMatchObject({ state: 'PUBLISHED' });
  });

  test('of a reported result are its publication alone', () => {
    const draft = { state: 'DRAFT', resultSource: 'REPORTED' } as const;
    const next = steps.map((step: LifecycleStep) => stateAfter(draft, step));
    expect(next).toEqual([undefined, undefined, undefined, 'PUBLISHED', undefined]);
  });

  test('are enforced by the database against every writer', () => {
    const { db, survey } = startVoting();
    const isAllowed = (from: string, to: string): boolean => {
      const id = addSurvey(db, { slug: `${from}-${to}`, state: 'DRAFT' }, ['a', 'b']);
      const set = db.$client.prepare('update survey set state = ? where id = ?');
      set.run(from, id);
      try {
        set.run(to, id);
        return true;
      } catch {
        return false;
      }
    };
    const from = (state: string) => surveyStates.filter((to) => to !== state && isAllowed(state, to));
    expect(from('SCHEDULED')).toEqual(['OPEN', 'CLOSED', 'CANCELLED']);
    expect(from('OPEN')).toEqual(['CLOSED', 'CANCELLED']);
    expect(from('CLOSED')).toEqual(['PUBLISHED', 'CANCELLED']);
    expect(from('PUBLISHED')).toEqual([]);
    expect(from('CANCELLED')).toEqual([]);
    expect(survey().state).toBe('OPEN');
  });
});

describe('what can be edited', () => {
  test.each([
    [
      'insert into survey_option (survey_id, narrative_id, position, votes) values (1, 3, 9, 0)',
      'the options stay',
    ],
    ['delete from survey_option where narrative_id = 2', 'the options stay'],
    ['update survey_option set narrative_id = 3 where narrative_id = 2', 'the options stay'],
    ["update survey set method = 'APPROVAL'", 'method'],
    ["update survey set overvote = 'EXHAUST'", 'rule for overvotes'],
    ['update survey set counted_at = null', 'method'],
    ['update survey set ballots = -1', 'negative'],
    ['update survey_option set votes = -1', 'survey_option_votes'],
    ['update vote_event set at = 0', 'append-only'],
    ['delete from vote_event', 'append-only'],
  ])('not, once a vote is in, by any writer: %s', async (statement, message) => {
    const { db, cast } = startVoting({}, { slugs: ['a', 'b'] });
    await cast(['a']);
    expect(() => db.$client.exec(statement)).toThrow(message);
  });
});

describe('a step that is allowed', () => {
  test('leads from a draft to the published result, each with an entry in the audit trail', async () => {
    const { db, writer, clock, survey, cast } = startVoting({ state: 'DRAFT' });
    db.insert(contentFile).values({ kind: 'survey', slug: 'vote', digest: '', loadedAt: 0 }).run();
    await scheduleSurvey(writer, db, { ...input, opensAt: noon + hour, closesAt: noon + 3 * hour });
    expect(survey()).toMatchObject({ state: 'SCHEDULED', opensAt: noon + hour, closesAt: noon + 3 * hour });
    clock.now = noon + hour;
    await cast(['a']);
    clock.now = noon + 2 * hour;
    expect(await closeSurvey(writer, db, input)).toMatchObject({
      state: 'CLOSED',
      closesAt: noon + 2 * hour,
    });
    const published = await publishSurvey(writer, db, input);
    expect(published).toMatchObject({ state: 'PUBLISHED', publishedAt: noon + 2 * hour });
    expect(published).toEqual(survey());
    const trail = db.$client
      .prepare('select actor, action, slug, before, after from audit_entry order by id')
      .all();
    const entry = (actor: string, action: string, before: string, after: string) => ({
      actor,
      action,
      slug: 'vote',
      before: JSON.stringify({ status: before }),
      after: expect.stringContaining(`"status":"${after}"`),
    });
    expect(trail).toEqual([
      entry('key:abc', 'scheduleSurvey', 'DRAFT', 'SCHEDULED'),
      entry('clock', 'openSurvey', 'SCHEDULED', 'OPEN'),
      entry('key:abc', 'closeSurvey', 'OPEN', 'CLOSED'),
      entry('key:abc', 'publishSurvey', 'CLOSED', 'PUBLISHED'),
    ]);
    expect(db.select().from(contentFile).get()?.editedAt).toBe(noon + 2 * hour);
  });

  test('by two operators at once is done by one; another step that is allowed afterwards is done then', async () => {
    const { db, writer, survey } = startVoting();
    const replies = await Promise.all([
      closeSurvey(writer, db, input),
      closeSurvey(writer, db, input),
      cancelSurvey(writer, db, input),
    ]);
    expect(replies.map(codeOf).toSorted()).toEqual(['SURVEY_STATE', 'accepted', 'accepted']);
    expect(survey().state).toBe('CANCELLED');
    expect(db.$client.prepare('select count(*) as entries from audit_entry').get()).toEqual({ entries: 2 });
  });

  test('opens a draft at once', async () => {
    const { db, writer, cast } = startVoting({ state: 'DRAFT', opensAt: noon + hour });
    expect(await openSurvey(writer, db, input)).toMatchObject({ state: 'OPEN', opensAt: noon });
    expect(codeOf(await cast(['a']))).toBe('accepted');
  });
});

describe('a step that is not allowed', () => {
  test.each([
    ['in a wrong state', { state: 'CLOSED' }, openSurvey, {}, 'SURVEY_STATE'],
    ['on an unknown survey', {}, closeSurvey, { survey: 'nowhere' }, 'NOT_FOUND'],
    ['without a time to open', { state: 'DRAFT' }, scheduleSurvey, {}, 'INVALID_INPUT'],
    [
      'with a time to open that is over',
      { state: 'DRAFT' },
      scheduleSurvey,
      { opensAt: noon },
      'INVALID_INPUT',
    ],
    [
      'with an end before the beginning',
      { state: 'DRAFT' },
      scheduleSurvey,
      { opensAt: noon + 2, closesAt: noon + 1 },
      'INVALID_INPUT',
    ],
    ['with an end that is over', { state: 'DRAFT', closesAt: noon }, openSurvey, {}, 'INVALID_INPUT'],
  ] as const)('%s, says so and changes nothing', async (_name, changes, verb, more, code) => {
    const { db, writer, survey } = startVoting(changes);
    const before = survey();
    const reply = await verb(writer, db, { ...input, ...more });
    const refusal = { code, message: expect.stringMatching(/^\S.*\.$/), path: [expect.any(String)] };
    expect(reply).toMatchObject(refusal);
    expect(survey()).toEqual(before);
    expect(db.$client.prepare('select * from audit_entry').all()).toEqual([]);
  });
});

describe('two editors at once', () => {
  test('who take one step: the second gets the status of the survey', async () => {
    const { db, writer } = startVoting({ state: 'DRAFT' });
    const [one, other] = await Promise.all([openSurvey(writer, db, input), openSurvey(writer, db, input)]);
    expect(one).toMatchObject({ state: 'OPEN' });
    expect(other).toMatchObject({ code: 'SURVEY_STATE', message: expect.stringContaining('is OPEN') });
  });

  test('of whom one edits what the other schedules: the step starts from the survey as it is then', async () => {
    const { db, writer, survey } = startVoting({ state: 'DRAFT', opensAt: noon + hour });
    let edits = 0;
    const edited: typeof writer = {
      close: () => writer.close(),
      write: (statements, options) => {
        // The other editor is quicker than each of the first three writes.
        if (statements.length > 0 && edits < 3) {
          edits += 1;
          const edit = db.$client.prepare('update survey set updated_at = ?, opens_at = ?');
          edit.run(edits, noon + (1 + edits) * hour);
        }
        return writer.write(statements, options);
      },
    };
    expect(await scheduleSurvey(edited, db, input)).toMatchObject({ state: 'SCHEDULED' });
    expect(survey().opensAt).toBe(noon + 4 * hour);
    const trail = db.$client
      .prepare("select count(*) from audit_entry where action = 'scheduleSurvey'")
      .pluck();
    expect(trail.get()).toBe(1);
  });
});
