import type { Variables } from './amount.ts';

/** A value in a document, as far as prices depend on it: numbers, lengths, and which input fields are present. */
export interface InputValue {
  /** Whether no variable has a part in it. */
  readonly isFixed: boolean;
  /** The coerced value; undefined when a variable that stands for it is not given. */
  readonly read: (variables: Variables) => unknown;
}

export function fixedValue(value: unknown): InputValue {
  return { isFixed: true, read: () => value };
}

/** A value that is made of others: fixed when all of them are. */
export function composite(parts: readonly InputValue[], read: (variables: Variables) => unknown): InputValue {
  return parts.every((part) => part.isFixed) ? fixedValue(read({})) : { isFixed: false, read };
}
