/** The specification's two costs, and `points`, which budgets are charged. */
export type Measure = 'points' | 'typeCost' | 'fieldCost';

export const MEASURES: readonly Measure[] = ['points', 'typeCost', 'fieldCost'];

/** What one use of a schema element adds to each measure. */
export type Weights = Readonly<Record<Measure, number>>;

export const WEIGHTLESS: Weights = { points: 0, typeCost: 0, fieldCost: 0 };

/**
 * What one value of an output type adds. Section 7.1: the default is 1 for composite types and 0 for leaf
 * types. A negative weight counts as 0, because a longer list must not be cheaper than a shorter one.
 */
export function typeWeights(explicit: number | undefined, isComposite: boolean): Weights {
  const weight = Math.max(0, explicit ?? (isComposite ? 1 : 0));
  return { points: weight, typeCost: weight, fieldCost: 0 };
}

/**
 * What one use of a field, an argument or an input field adds; it may be negative. Section 7.1: the default
 * is 1 if its type is composite, otherwise 0. Points include only an explicit `@cost`.
 */
export function useWeights(explicit: number | undefined, isComposite: boolean): Weights {
  return { points: explicit ?? 0, typeCost: 0, fieldCost: explicit ?? (isComposite ? 1 : 0) };
}
