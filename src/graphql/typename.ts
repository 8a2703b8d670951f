const names = new WeakMap<object, string>();

/** Notes of which GraphQL type an object is, for fields that can return several. */
export function named<Value extends object>(typename: string, value: Value): Value {
  names.set(value, typename);
  return value;
}

/** Resolves the type of what `named` has seen, for any interface or union. */
export const byTypename = {
  // Each abstract type demands its own members' names; what `named` was told is checked at run time, by the executor.
  __resolveType: (value: object) => names.get(value) as never,
};
