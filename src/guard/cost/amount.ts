/** The coerced variables of one request, as graphql's `getVariableValues` gives them. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number that is known when the document is compiled, or a function of the variables. */
export type Amount = number | ((variables: Variables) => number);

/** Where sums and products stop growing: the largest GraphQL Int, so that any price fits any field that reports it. */
export const CEILING = 2_147_483_647;

export function amountFor(amount: Amount, variables: Variables): number {
  return typeof amount === 'number' ? amount : amount(variables);
}

// Both operands lie between 0 and CEILING, so neither function can reach Infinity, nor NaN by way of 0 times Infinity.
export function add(a: number, b: number): number {
  return Math.min(a + b, CEILING);
}

export function multiply(a: number, b: number): number {
  return Math.min(a * b, CEILING);
}

/** Brings any number into the range that `add` and `multiply` keep: below zero counts as 0. */
export function clamp(value: number): number {
  return Math.min(Math.max(value, 0), CEILING);
}
