// Loaded into a server before it starts: its machine's clock is off by as many milliseconds as the file
// CLOCK_SHIFT says.
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_SHIFT ?? '';
const machine = Date.now;
let shift = 0;
let readAt = Number.NEGATIVE_INFINITY;

Date.now = () => {
  if (performance.now() - readAt > 10) {
    shift = Number(readFileSync(file, 'utf8'));
    readAt = performance.now();
  }
  return machine() + shift;
};
