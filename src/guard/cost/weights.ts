/**
 * What one value of an output type weighs. Section 7.1: the default is 1 for composite types and 0 for leaf
 * types. A negative weight counts as 0, because a longer list must not be cheaper than a shorter one.
 */
export function typeWeight(explicit: number | undefined, isComposite: boolean): number {
  return Math.max(0, explicit ?? (isComposite ? 1 : 0));
}

/**
 * What one use of a field, an argument or an input field weighs: its explicit `@cost`, which may be negative.
 */
export function useWeight(explicit: number | undefined): number {
  return explicit ?? 0;
}
