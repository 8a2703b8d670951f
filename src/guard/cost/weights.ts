/** The specification's two costs, and the one number that we charge. */
export type Measure = 'points' | 'typeCost' | 'fieldCost';

export const MEASURES: readonly Measure[] = ['points', 'typeCost', 'fieldCost'];

/** What one element of the schema adds to each measure when it is used once. */
export type Weights = Readonly<Record<Measure, number>>;

export const WEIGHTLESS: Weights = { points: 0, typeCost: 0, fieldCost: 0 };

/**
 * What one value of an output type adds. Section 7.1: composite types weigh 1 unless they say otherwise, leaves nothing.
 * A negative weight counts as 0 here, since a longer list must never be cheaper than a shorter one.
 */
export function typeWeights(explicit: number | undefined, isComposite: boolean): Weights {
  const weight = Math.max(0, explicit ?? (isComposite ? 1 : 0));
  return { points: weight, typeCost: weight, fieldCost: 0 };
}

/**
 * What one use of a field, an argument or an input field adds; it may be negative. Section 7.1: where the type is
 * composite it weighs 1 unless it says otherwise. Points count only what the schema says with an explicit `@cost`.
 */
export function useWeights(explicit: number | undefined, isComposite: boolean): Weights {
  return { points: explicit ?? 0, typeCost: 0, fieldCost: explicit ?? (isComposite ? 1 : 0) };
}
