import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { isRefused } from '../../src/engine/prepared-operation.ts';
import { defaultDocumentLimits } from '../../src/guard/document-limits.ts';
import { createPrepare } from '../support/prepare.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const repeated = (count: number, part: (place: number) => string): string =>
  Array.from({ length: count }, (_, place) => part(place)).join(' ');

// Refusals are cached. Their errors must not retain the validator's state, by nodes or stack traces.
test.each([
  [
    'fields that cannot be merged',
    (turn: number) =>
      `{ surveys { nodes { ${repeated(180, (place) => `results(first: ${(place % 90) + 1}) { rank }`)} } } } #${turn}`,
  ],
  ['unknown fields', (turn: number) => `{ ${repeated(50, (place) => `unknown${place}x${turn}`)} }`],
  ['a syntax error', (turn: number) => `{ ${repeated(900, (place) => `a${place}`)} ( #${turn}`],
])('40 cached refusals for %s use less than 20 MB', (_name, documentOf) => {
  const prepare = createPrepare({ ...defaultDocumentLimits, rootFields: 0, repeats: 0 });
  const heapUsed = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  expect(isRefused(prepare(documentOf(-1), undefined))).toBe(true);
  const before = heapUsed();
  const first = prepare(documentOf(0), undefined);
  for (let turn = 1; turn < 40; turn += 1) prepare(documentOf(turn), undefined);
  expect(heapUsed() - before).toBeLessThan(20e6);
  // All of them are still cached, the oldest too.
  expect(prepare(documentOf(0), undefined)).toBe(first);
});
