/** The coerced variables of a request, as returned by `getVariableValues` of graphql-js. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number known at compile time, or a function of the variables. */
export type Amount = number | ((variables: Variables) => number);

/** The upper bound of sums and products: the largest GraphQL Int, so that every price fits an Int field. */
export const CEILING = 2_147_483_647;

export function amountFor(amount: Amount, variables: Variables): number {
  return typeof amount === 'number' ? amount : amount(variables);
}

// Both operands are between 0 and CEILING, so the results are never Infinity or NaN.
export function add(a: number, b: number): number {
  return Math.min(a + b, CEILING);
}

export function multiply(a: number, b: number): number {
  return Math.min(a * b, CEILING);
}

/** Limits a number to the range of `add` and `multiply`, 0 to CEILING. */
export function clamp(value: number): number {
  return Math.min(Math.max(value, 0), CEILING);
}
