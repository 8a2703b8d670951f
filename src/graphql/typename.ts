const names = new WeakMap<object, string>();

/** Notes of which GraphQL type an object is, for fields that can return several. */
export function named<Value extends object>(typename: string, value: Value): Value {
  names.set(value, typename);
  return value;
}

/** Resolves the type of what `named` has seen. */
export const typenameOf = (value: object): string | undefined => names.get(value);
