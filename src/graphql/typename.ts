const names = new WeakMap<object, string>();

/** Stores the GraphQL type of an object, for fields of an abstract type. */
export function named<Value extends object>(typename: string, value: Value): Value {
  names.set(value, typename);
  return value;
}

/** The type resolver of any interface or union: the type stored by `named`. */
export const byTypename = {
  // The generated types require literal names. The executor checks the name at run time.
  __resolveType: (value: object) => names.get(value) as never,
};
