import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { importProgress } from '../../src/cli/import-progress.ts';

/** Progress at a clock that the test sets. */
function watched(terminal?: PassThrough) {
  const clock = { now: 0 };
  let text = '';
  const progress = importProgress({
    write: (more) => {
      text += more;
    },
    terminal,
    clock: () => clock.now,
  });
  return { clock, progress, text: () => text };
}

test('without a terminal a line with rate and time left is written every five seconds, and none for a short import', () => {
  const { clock, progress, text } = watched();
  const check = (now: number, rows: number, fraction: number) => {
    clock.now = now;
    progress.show({ phase: 'CHECK', rows, total: undefined }, fraction);
  };
  check(0, 0, 0);
  check(4_999, 9_000, 0.09);
  expect(text()).toBe('');
  check(5_000, 10_000, 0.1);
  check(6_000, 12_000, 0.12);
  expect(text()).toBe('10,000 rows checked, 2,000 a second, 45 s left\n');
  progress.stop();
});

test('a run that goes on with the work of another counts its own rows only in its rate', () => {
  const { clock, progress, text } = watched();
  progress.show({ phase: 'WRITE', rows: 50_000, total: 100_000 }, 1);
  clock.now = 10_000;
  progress.show({ phase: 'WRITE', rows: 60_000, total: 100_000 }, 1);
  expect(text()).toBe('60,000 rows written, 1,000 a second, 40 s left\n');
});

test('a file without rows has no rate and no time left', () => {
  const { clock, progress, text } = watched();
  progress.show({ phase: 'WRITE', rows: 0, total: 0 }, 1);
  clock.now = 5_000;
  progress.show({ phase: 'WRITE', rows: 0, total: 0 }, 1);
  expect(text()).toBe('0 rows written\n');
});

test('a bar that never began leaves nothing behind', () => {
  const terminal = new PassThrough();
  const { progress, text } = watched(terminal);
  progress.stop();
  expect({ lines: text(), bar: terminal.read() }).toEqual({ lines: '', bar: null });
});
