import type { Variables } from './amount.ts';

/**
 * An input value of a document, as far as prices depend on it: numbers, list lengths and
 * which fields are present.
 */
export interface InputValue {
  /** Whether it is independent of variables. */
  readonly isFixed: boolean;
  /** The coerced value; undefined when it is a variable that is not given. */
  readonly read: (variables: Variables) => unknown;
}

export function fixedValue(value: unknown): InputValue {
  return { isFixed: true, read: () => value };
}

/** A value composed of others; fixed when all of them are. */
export function composite(parts: readonly InputValue[], read: (variables: Variables) => unknown): InputValue {
  return parts.every((part) => part.isFixed) ? fixedValue(read({})) : { isFixed: false, read };
}
