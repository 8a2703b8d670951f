import { median } from '../median.ts';
import { type Quartiles, quartilesOf } from '../quartiles.ts';
import { fieldBound } from './bounds.ts';
import type { Evaluation, Evaluator, Trial } from './evaluator.ts';
import { beyondDoubt } from './search.ts';
import { describe, targetAlias } from './shape.ts';

/** The most expensive operations for a field. */
export interface FieldResult {
  coordinate: string;
  /** The operation with the highest own score, as a line and as it was sent. */
  description: string;
  text: string;
  /** Why the field was not measured; the other values are then empty. */
  unreached: string | undefined;
  /**
   * Milliseconds of CPU of a known document without a cached response: after a vote or without, whichever is
   * more (`isMoving`).
   */
  cold: Quartiles;
  /** Whether it is more just after a vote in the open survey. */
  isMoving: boolean;
  /** Of a new document. */
  fresh: Quartiles;
  /** The same request again. */
  warm: Quartiles;
  /** Points of the cold requests: charged before they run, and after the refund. */
  charged: number;
  points: number;
  freshPoints: number;
  bytes: number;
  /** Megabytes. */
  peak: number;
  /** Milliseconds of CPU above that of the parents, and the number of the field's values. */
  own: number;
  values: number;
  /** CPU divided by the bound for the points: above the baseline, and above the parents. */
  score: number;
  ownScore: number;
  /** The same for the worst operation that was found with the field. */
  worstScore: number;
  worstDescription: string;
  isAnonymous: boolean;
}

export type Verdict = 'PASS' | 'FAIL' | 'FAIL: parents';

/** Whether the field meets its bound, and if not, whether the reason is the field or its parents. */
export function verdictOf({ score, worstScore, ownScore }: FieldResult): Verdict {
  if (Math.max(score, worstScore) <= 1) return 'PASS';
  return score > 1 && ownScore > 0.5 ? 'FAIL' : 'FAIL: parents';
}

/** Requests that take more milliseconds are repeated less often. */
const slow = 200;

const cpusOf = (trials: readonly Trial[]): number[] => trials.map(({ cpu }) => cpu);
const pointsOf = (trials: readonly Trial[]): number => median(trials.map(({ points }) => points));

/** Measures the operations that a search has found. */
export async function fieldResult(
  evaluator: Evaluator,
  coordinate: string,
  { own, total }: { own: Evaluation; total: Evaluation },
  isQuick: boolean,
): Promise<FieldResult> {
  const { shape, operation } = own;
  const longest = Math.max(own.work.still, own.work.moved);
  const count = longest > beyondDoubt ? 1 : isQuick || longest > slow ? 3 : 7;
  const still = await evaluator.cold(shape, count, { isMoving: false });
  const moved = await evaluator.cold(shape, count, { isMoving: true });
  const isMoving = median(cpusOf(moved)) > 1.25 * median(cpusOf(still));
  const cold = isMoving ? moved : still;
  const parents =
    shape.route.length === 1
      ? evaluator.baseline
      : median(cpusOf(await evaluator.cold(shape, count, { isMoving, isWithoutTarget: true })));
  const fresh = await evaluator.fresh(shape, Math.min(count, 5));
  const warm = await evaluator.warm(shape, Math.min(count, 5));
  const [one] = cold;
  const points = pointsOf(cold);
  const cpu = median(cpusOf(cold));
  const isSame = total.operation.text === operation.text;
  const others = isSame
    ? cold
    : await evaluator.cold(total.shape, Math.min(count, 3), {
        isMoving: total.work.moved > total.work.still,
      });
  return {
    coordinate,
    description: describe(shape),
    text: operation.text,
    unreached: undefined,
    cold: quartilesOf(cpusOf(cold)),
    isMoving,
    fresh: quartilesOf(cpusOf(fresh)),
    warm: quartilesOf(cpusOf(warm)),
    charged: operation.points,
    points,
    freshPoints: pointsOf(fresh),
    bytes: one?.bytes ?? 0,
    peak: Math.max(...[...still, ...moved, ...fresh].map(({ peak }) => peak)),
    own: cpu - parents,
    values: valuesIn(one?.text ?? ''),
    score: (cpu - evaluator.baseline) / fieldBound(points),
    ownScore: (cpu - parents) / (fieldBound(points) + 0.1 * parents),
    worstScore: (median(cpusOf(others)) - evaluator.baseline) / fieldBound(pointsOf(others)),
    worstDescription: describe(total.shape),
    isAnonymous: !operation.isKeyed,
  };
}

/** The number of the field's values in the response. */
const valuesIn = (text: string): number => {
  const pattern = new RegExp(`"${targetAlias}\\d+":`, 'g');
  let count = 0;
  while (pattern.exec(text) !== null) count += 1;
  return count;
};

const nothing: Quartiles = { lower: Number.NaN, median: Number.NaN, upper: Number.NaN };

export const unreachedField = (coordinate: string, reasons: readonly string[]): FieldResult => ({
  coordinate,
  description: '',
  text: '',
  unreached: reasons.slice(0, 3).join(' · '),
  cold: nothing,
  isMoving: false,
  fresh: nothing,
  warm: nothing,
  charged: 0,
  points: 0,
  freshPoints: 0,
  bytes: 0,
  peak: 0,
  own: 0,
  values: 0,
  score: 0,
  ownScore: 0,
  worstScore: 0,
  worstDescription: '',
  isAnonymous: true,
});
