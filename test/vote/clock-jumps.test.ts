import { describe, expect, test } from 'vitest';
import { forgetDoubt } from '../../src/db/clock-row.ts';
import { ClockInDoubtError, openWriter } from '../../src/db/writer.ts';
import { closeSurvey, openSurvey } from '../../src/survey/lifecycle-writes.ts';
import { recount } from '../../src/vote/recount-queries.ts';
import { addSurvey, codeOf, hour, noon, startVoting, type Voting } from './voting.ts';

const minute = 60_000;
const day = 24 * hour;
const jumps = [hour, -hour, 2 * day, -2 * day];
const input = { survey: 'vote', actor: 'cli' };

/** Casts by 50 voters at once; how many were answered with each code. */
async function load({ cast }: Voting): Promise<Record<string, number>> {
  const casts = Array.from({ length: 50 }, (_, index) =>
    cast(['a'], { voter: `voter ${index}` }).then(codeOf, (error: unknown) =>
      error instanceof ClockInDoubtError ? 'UNAVAILABLE' : String(error),
    ),
  );
  const codes = Map.groupBy(await Promise.all(casts), (code) => code);
  return Object.fromEntries([...codes].map(([code, { length }]) => [code, length]));
}

const entries = ({ db }: Voting) =>
  db.$client.prepare("select action from audit_entry where actor = 'clock'").pluck().all();

describe.each(jumps)('a clock that jumps by %i ms under load', (by) => {
  test('closes and opens nothing, and no vote is counted until it is back', async () => {
    const voting = startVoting({ closesAt: noon + 30 * minute });
    const { db, clock, survey } = voting;
    addSurvey(db, { slug: 'next', state: 'SCHEDULED', opensAt: noon + 20 * minute }, ['a', 'b']);
    expect(await load(voting)).toEqual({ accepted: 50 });
    clock.jump = by;
    expect(await load(voting)).toEqual({ UNAVAILABLE: 50 });
    clock.now += minute;
    expect(await load(voting)).toEqual({ UNAVAILABLE: 50 });
    expect([survey().state, survey('next').state, entries(voting)]).toEqual(['OPEN', 'SCHEDULED', []]);
    clock.jump = 0;
    expect(await load(voting)).toEqual({ accepted: 50 });
    clock.now = noon + 20 * minute;
    await voting.writer.write([]);
    expect([survey().state, survey('next').state]).toEqual(['OPEN', 'OPEN']);
    clock.now = noon + 30 * minute;
    expect(await load(voting)).toEqual({ SURVEY_NOT_OPEN: 50 });
    expect(entries(voting)).toEqual(['openSurvey', 'closeSurvey']);
    expect(recount(db, survey()).ballots).toBe(50);
  });

  test('as the end comes writes the end once it is back, and counts no vote after it', async () => {
    const voting = startVoting({ closesAt: noon + 10 * minute });
    const { db, clock, survey } = voting;
    expect(await load(voting)).toEqual({ accepted: 50 });
    clock.jump = by;
    for (let passed = 0; passed < 20; passed++) {
      clock.now += minute;
      expect(await load(voting)).toEqual({ UNAVAILABLE: 50 });
    }
    expect(survey().state).toBe('OPEN');
    clock.jump = 0;
    expect(await load(voting)).toEqual({ SURVEY_NOT_OPEN: 50 });
    expect(survey().state).toBe('CLOSED');
    const last = db.$client.prepare('select max(at) from vote_event').pluck().get();
    expect(last).toBeLessThan(noon + 10 * minute);
  });

  test('reopens no survey that has closed', async () => {
    const voting = startVoting({ closesAt: noon + minute });
    voting.clock.now += minute;
    await voting.writer.write([]);
    voting.clock.jump = by;
    for (let passed = 0; passed < 4; passed++) {
      expect(await load(voting)).toEqual({ SURVEY_NOT_OPEN: 50 });
      voting.clock.now += hour;
    }
    expect(voting.survey()).toMatchObject({ state: 'CLOSED', ballots: 0 });
  });

  test('is believed once it has run evenly for an hour', async () => {
    const voting = startVoting({ closesAt: noon + 100 * day });
    await voting.writer.write([]);
    voting.clock.jump = by;
    for (let passed = 0; passed < 60; passed++) {
      expect(await load(voting)).toEqual({ UNAVAILABLE: 50 });
      voting.clock.now += minute;
    }
    expect(await load(voting)).toEqual({ accepted: 50 });
    expect(voting.survey()).toMatchObject({ countedAt: noon + hour + Math.max(by, -minute) });
  });

  test('leaves what an operator does by hand possible, at the time that would be', async () => {
    const { db, writer, clock, survey } = startVoting({ closesAt: noon + 10 * minute });
    addSurvey(db, { slug: 'draft', state: 'DRAFT' }, ['a', 'b']);
    await writer.write([]);
    clock.jump = by;
    clock.now += minute;
    expect(await openSurvey(writer, db, { survey: 'draft', actor: 'cli' })).toMatchObject({
      state: 'OPEN',
      opensAt: noon + minute,
    });
    clock.now = noon + 20 * minute;
    const closed = { state: 'CLOSED', closesAt: noon + 10 * minute };
    expect(await closeSurvey(writer, db, input)).toMatchObject(closed);
    expect(survey()).toMatchObject(closed);
  });

  test('is doubted by every process that starts meanwhile, until a server starts again', async () => {
    const voting = startVoting({ closesAt: noon + 30 * minute });
    const { db, clock, survey } = voting;
    expect(await load(voting)).toEqual({ accepted: 50 });
    clock.jump = by;
    clock.now += 1;
    await voting.writer.write([]);
    const options = { clock: () => ({ wall: clock.now + clock.jump, monotonic: clock.now }) };
    const beside = openWriter(db.$client.name, options);
    await expect(beside.write([], { dependsOnTime: true })).rejects.toThrow(ClockInDoubtError);
    expect((await beside.write([])).now).toBe(noon + 1);
    await beside.close();
    expect(survey().state).toBe('OPEN');
    forgetDoubt(db);
    const restarted = openWriter(db.$client.name, options);
    const { now } = await restarted.write([]);
    await restarted.close();
    expect(now).toBe(noon + 1 + Math.max(by, 0));
    expect(survey().state).toBe(by > 0 ? 'CLOSED' : 'OPEN');
  });
});

test('time does not go back over a restart, nor between processes that write in turns', async () => {
  const { db, clock, cast, writer } = startVoting();
  clock.now = noon + 500;
  await cast(['a']);
  const other = openWriter(db.$client.name, { clock: () => ({ wall: noon, monotonic: 0 }) });
  expect((await other.write([])).now).toBe(noon + 500);
  await other.close();
  expect((await writer.write([])).now).toBe(noon + 500);
});

test('a process that starts with a clock behind the last vote counts none until the clock is past it', async () => {
  const { db, clock, cast } = startVoting();
  clock.now = noon + hour;
  await cast(['a']);
  const late = { wall: noon - day, monotonic: 0 };
  const events: string[] = [];
  const other = openWriter(db.$client.name, { clock: () => late, onClock: ({ kind }) => events.push(kind) });
  await expect(other.write([], { dependsOnTime: true })).rejects.toThrow(ClockInDoubtError);
  late.wall = noon + 2 * hour;
  expect((await other.write([], { dependsOnTime: true })).now).toBe(noon + 2 * hour);
  await other.close();
  expect(events).toEqual(['JUMPED', 'AGREES']);
});
