import { describe, expect, test } from 'vitest';
import { PartPace } from '../../../src/vote/import/part-pace.ts';

function startPace() {
  const clock = { now: 0, rested: 0 };
  const pace = new PartPace({
    clock: () => clock.now,
    wait: async (milliseconds) => {
      clock.rested += milliseconds;
    },
  });
  let last = 0;
  /** Writes a part in that time, after as many votes of others. */
  const write = async (milliseconds: number, others = 0) => {
    await pace.rest();
    const first = last + others + 1;
    last = first + pace.size - 1;
    clock.now += milliseconds;
    pace.wrote({ first, last, milliseconds });
  };
  return { pace, clock, write };
}

describe('the parts of a void or an import', () => {
  test('grow while no one else votes, without rests', async () => {
    const { pace, clock, write } = startPace();
    expect(pace.size).toBe(25);
    for (let part = 0; part < 20; part += 1) await write(5);
    expect(pace.size).toBe(500);
    expect(clock.rested).toBe(0);
  });

  test('shrink at once when others vote, and rest until no one has for two seconds', async () => {
    const { pace, clock, write } = startPace();
    for (let part = 0; part < 20; part += 1) await write(5);
    await write(5, 1);
    expect(pace.size).toBe(25);
    for (let part = 0; part < 10; part += 1) await write(5);
    expect([pace.size, clock.rested]).toEqual([25, 200]);
    clock.now += 2_000;
    await write(5);
    expect(pace.size).toBeGreaterThan(25);
    expect(clock.rested).toBe(200);
  });

  test('never take long, on a slow disk too', async () => {
    const { pace, write } = startPace();
    for (let part = 0; part < 100; part += 1) await write(pace.size / 10);
    expect(pace.size / 10).toBeLessThan(15);
  });
});
