import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockTolerance, settlesAfter, TransactionClock } from '../../src/db/transaction-clock.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.UTC(2026, 5, 1, 12);

/**
 * A machine whose time passes by `pass` and whose wall clock is set by `jump`, with the clock of a process
 * that starts on it.
 */
function machine(earliest = 0) {
  const clock = new TransactionClock();
  let [wall, monotonic, latest] = [noon, 5_000_000.25, earliest];
  const read = () => {
    const time = clock.read({ wall, monotonic }, latest);
    latest = time.now;
    return time;
  };
  return {
    read,
    pass: (milliseconds: number) => {
      wall += milliseconds;
      monotonic += milliseconds;
    },
    jump: (milliseconds: number) => {
      wall += milliseconds;
    },
    /** Lets time pass with a look at the clock every `step`, and returns what happened. */
    run: (milliseconds: number, step = second) => {
      const events: string[] = [];
      for (let passed = 0; passed < milliseconds; passed += step) {
        wall += step;
        monotonic += step;
        const { event } = read();
        if (event !== undefined) events.push(`${event.kind} after ${(passed + step) / second} s`);
      }
      return events;
    },
  };
}

describe('a clock that is not doubted', () => {
  test('is the wall clock', () => {
    const { read, pass } = machine();
    expect(read()).toEqual({ now: noon, doubtedSince: undefined, event: undefined });
    pass(3 * hour);
    expect(read()).toEqual({ now: noon + 3 * hour, doubtedSince: undefined, event: undefined });
  });

  test('may be set by less than the tolerance, as for a leap second, and time never goes back', () => {
    const { read, pass, jump } = machine();
    read();
    pass(10 * second);
    expect(read().now).toBe(noon + 10 * second);
    jump(-second);
    expect(read()).toMatchObject({ now: noon + 10 * second, doubtedSince: undefined });
    pass(2 * second);
    expect(read()).toMatchObject({ now: noon + 11 * second, doubtedSince: undefined });
  });

  test('may be corrected by a little again and again over a long time', () => {
    const { run, jump } = machine();
    for (let correction = 0; correction < 50; correction++) {
      jump(second);
      expect(run(20 * minute, 10 * second)).toEqual([]);
    }
  });
});

describe('a clock that jumps', () => {
  test.each([hour, -hour, 2 * day, -2 * day, 3 * second])(
    'by %i ms is doubted at once, while time goes on from before, until it is back',
    (by) => {
      const { read, pass, jump } = machine();
      read();
      pass(minute);
      jump(by);
      expect(read()).toEqual({
        now: noon + minute,
        doubtedSince: expect.any(Number),
        event: { kind: 'JUMPED', by, settlesAfter: settlesAfter(by) },
      });
      pass(30 * second);
      expect(read()).toMatchObject({ now: noon + 90 * second, doubtedSince: expect.any(Number) });
      jump(-by);
      expect(read()).toEqual({
        now: noon + 90 * second,
        doubtedSince: undefined,
        event: { kind: 'AGREES' },
      });
    },
  );

  test.each([
    ['a virtual machine that was paused for 8 s', 8 * second, minute],
    ['a machine that slept for 10 minutes', 10 * minute, 10 * minute],
    ['a machine that slept for 8 hours', 8 * hour, hour],
    ['a clock that was wrong at the start', 2 * day, hour],
    ['a clock that was ahead at the start', -2 * day, hour],
  ])('%s: the new time is believed once it has run evenly', (_name, by, after) => {
    const { read, run, jump } = machine();
    read();
    jump(by);
    expect(run(2 * hour)).toEqual(['JUMPED after 1 s', `SETTLED after ${after / second + 1} s`]);
    const { now, doubtedSince } = read();
    expect(doubtedSince).toBeUndefined();
    // After a jump back, time stops until the clock gets there.
    expect(now).toBe(by > 0 ? noon + by + 2 * hour : noon + after);
  });

  test('again in doubt has to run evenly from there on', () => {
    const { run, jump, read } = machine();
    read();
    jump(day);
    expect(run(50 * minute)).toEqual(['JUMPED after 1 s']);
    jump(minute);
    expect(run(50 * minute)).toEqual(['JUMPED after 1 s']);
    expect(run(20 * minute)).toEqual([`SETTLED after ${10 * 60 + 1} s`]);
  });

  test('on and on is never believed', () => {
    const { run, jump, read } = machine();
    read();
    jump(hour);
    for (let round = 0; round < 200; round++) {
      jump(3 * second);
      expect(run(minute, 10 * second)).toEqual(['JUMPED after 10 s']);
    }
  });
});

describe('a process that starts', () => {
  test('with a clock behind the last transaction doubts it, and believes it once it is past that', () => {
    const { read, run, jump } = machine(noon + day);
    expect(read()).toMatchObject({ now: noon + day, event: { kind: 'JUMPED', by: -day } });
    expect(run(minute)).toEqual([]);
    jump(40 * day);
    expect(read()).toMatchObject({
      now: noon + 40 * day + minute,
      doubtedSince: undefined,
      event: { kind: 'AGREES' },
    });
    expect(run(hour)).toEqual([]);
  });

  test('with a clock a moment behind the last transaction waits for it', () => {
    const { read, pass } = machine(noon + second);
    expect(read()).toEqual({ now: noon + second, doubtedSince: undefined, event: undefined });
    pass(2 * second);
    expect(read().now).toBe(noon + 2 * second);
  });

  test('beside one that is in doubt takes over its time and its doubt', () => {
    const clock = new TransactionClock();
    const shared = { since: 1_000, time: noon, seen: 61_000 };
    const read = (monotonic: number) =>
      clock.read({ wall: noon + 2 * day + monotonic - 61_000, monotonic }, 0, shared);
    expect(read(62_000)).toMatchObject({
      now: noon + second,
      doubtedSince: 1_000,
      event: { kind: 'JUMPED' },
    });
    expect(read(1_000 + hour - 1)).toMatchObject({ doubtedSince: 1_000 });
    expect(read(1_000 + hour)).toMatchObject({ doubtedSince: undefined, event: { kind: 'SETTLED' } });
  });
});

test('whatever happens to the wall clock, time never goes back, and is not moved by a jump before it is believed', () => {
  const step = fc.oneof(
    fc.record({ pass: fc.integer({ min: 0, max: 10 * minute }), jump: fc.constant(0) }),
    fc.record({
      pass: fc.constant(0),
      jump: fc.oneof(
        fc.integer({ min: -clockTolerance, max: clockTolerance }),
        fc.integer({ min: -3 * day, max: 3 * day }),
      ),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { read, pass, jump } = machine();
      let latest = read().now;
      let passed = 0;
      let isBelieved = false;
      for (const { pass: time, jump: by } of steps) {
        pass(time);
        jump(by);
        passed += time;
        const { now, event } = read();
        expect(now).toBeGreaterThanOrEqual(latest);
        latest = now;
        isBelieved ||= event?.kind === 'SETTLED';
        if (!isBelieved)
          expect(Math.abs(now - (noon + passed))).toBeLessThanOrEqual(
            2 * clockTolerance + passed / 1_000 + 1,
          );
      }
    }),
    { numRuns: 500 },
  );
});
