import type { GraphQLArgument, GraphQLInputField } from 'graphql';
import { getNamedType, isInputObjectType, isLeafType } from 'graphql';
import { explicitWeight } from './directives.ts';
import type { InputCost } from './input-cost.ts';
import { inputValue } from './input-literal.ts';
import type { InputValue } from './input-value.ts';
import { fixedValue } from './input-value.ts';
import { useWeights } from './weights.ts';

/** The input fields of every input object type of a schema, by the type's name; shared, since input types may be recursive. */
export type InputTypes = Map<string, InputCost[]>;

export function inputCost(
  definition: GraphQLArgument | GraphQLInputField,
  coordinate: string,
  inputTypes: InputTypes,
): InputCost {
  const named = getNamedType(definition.type);
  const fields = isInputObjectType(named) ? fieldsOf(named.name, inputTypes) : [];
  let fallback: InputValue | undefined;
  return {
    name: definition.name,
    type: definition.type,
    weights: useWeights(explicitWeight(definition, coordinate), !isLeafType(named)),
    fields,
    // Defaults nest, so they are read when every input type is known.
    get fallback() {
      fallback ??= defaultOf(definition, fields);
      return fallback;
    },
  };
}

export function fieldsOf(typeName: string, inputTypes: InputTypes): InputCost[] {
  const fields = inputTypes.get(typeName) ?? [];
  inputTypes.set(typeName, fields);
  return fields;
}

function defaultOf(
  definition: GraphQLArgument | GraphQLInputField,
  fields: readonly InputCost[],
): InputValue {
  const literal = definition.astNode?.defaultValue ?? definition.default?.literal;
  if (literal) return inputValue(literal, definition.type, fields);
  return fixedValue(definition.default?.value ?? definition.defaultValue);
}
