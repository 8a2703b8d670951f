import type { GraphQLArgument, GraphQLInputField } from 'graphql';
import { getNamedType, isInputObjectType } from 'graphql';
import { explicitWeight } from './directives.ts';
import type { InputCost } from './input-cost.ts';
import { inputValue } from './input-literal.ts';
import type { InputValue } from './input-value.ts';
import { fixedValue } from './input-value.ts';
import { useWeight } from './weights.ts';

/**
 * The fields of the schema's input object types, by type name. The arrays are shared
 * because types can be recursive.
 */
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
    weight: useWeight(explicitWeight(definition, coordinate)),
    fields,
    // Lazy: a default value can use input types that are not read yet.
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
