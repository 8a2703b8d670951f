import {
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLSchema,
  isEnumType,
  isIntrospectionType,
} from 'graphql';

/** Makes the error about an unknown enum value list those that exist. Modifies the schema. */
export function listEnumValues(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    // Those of introspection belong to graphql-js, and are not inputs.
    if (isEnumType(type) && !isIntrospectionType(type)) listValuesOf(type);
  }
  return schema;
}

function listValuesOf(type: GraphQLEnumType): void {
  const list = type
    .getValues()
    .map(({ name }) => `\`${name}\``)
    .join(', ');
  const [coerceInputValue, coerceInputLiteral] = [
    type.coerceInputValue.bind(type),
    type.coerceInputLiteral.bind(type),
  ];
  const listing = <Value>(coerce: () => Value, hideSuggestions: boolean): Value => {
    try {
      return coerce();
    } catch (thrown) {
      if (hideSuggestions || !(thrown instanceof GraphQLError)) throw thrown;
      throw new GraphQLError(`${thrown.message} Its values are ${list}.`, { nodes: thrown.nodes });
    }
  };
  // The list makes graphql-js's own suggestion of one value superfluous.
  type.coerceInputValue = (value, hideSuggestions) =>
    listing(() => coerceInputValue(value, true), hideSuggestions ?? false);
  type.coerceInputLiteral = (node, hideSuggestions) =>
    listing(() => coerceInputLiteral(node, true), hideSuggestions ?? false);
}
