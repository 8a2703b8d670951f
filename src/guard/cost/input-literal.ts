import type { GraphQLInputType, ValueNode } from 'graphql';
import { isListType, isNonNullType, Kind } from 'graphql';
import type { InputCost } from './input-cost.ts';
import type { InputValue } from './input-value.ts';
import { composite, fixedValue } from './input-value.ts';

/**
 * Reads a literal as execution coerces it: a single value becomes a list of one, absent input fields get
 * their defaults. Unlike coercion it never fails; an invalid value is read as it is.
 */
export function inputValue(
  node: ValueNode,
  type: GraphQLInputType,
  fields: readonly InputCost[],
): InputValue {
  if (isNonNullType(type)) return inputValue(node, type.ofType, fields);
  switch (node.kind) {
    case Kind.VARIABLE: {
      const name = node.name.value;
      return { isFixed: false, read: (variables) => variables[name] };
    }
    case Kind.NULL:
      return fixedValue(null);
    case Kind.LIST: {
      const elementType = isListType(type) ? type.ofType : type;
      const elements = node.values.map((element) => inputValue(element, elementType, fields));
      return composite(elements, (variables) => elements.map((element) => element.read(variables)));
    }
    default:
      if (isListType(type)) {
        const element = inputValue(node, type.ofType, fields);
        return composite([element], (variables) => [element.read(variables)]);
      }
      if (node.kind === Kind.OBJECT) return objectValue(node.fields, fields);
      return fixedValue(node.kind === Kind.INT || node.kind === Kind.FLOAT ? Number(node.value) : node.value);
  }
}

function objectValue(
  nodes: readonly { readonly name: { readonly value: string }; readonly value: ValueNode }[],
  fields: readonly InputCost[],
): InputValue {
  const given = new Map(nodes.map((node) => [node.name.value, node.value]));
  const members = fields.map((field) => ({
    name: field.name,
    value: valueOrDefault(field, given.get(field.name)),
  }));
  return composite(
    members.map((member) => member.value),
    (variables) => Object.fromEntries(members.map((member) => [member.name, member.value.read(variables)])),
  );
}

/** The value that a resolver receives: the schema's default when the request gives none. */
export function valueOrDefault(input: InputCost, node: ValueNode | undefined): InputValue {
  if (node === undefined) return input.fallback;
  const given = inputValue(node, input.type, input.fields);
  if (given.isFixed) return given;
  return {
    isFixed: false,
    read: (variables) => {
      const value = given.read(variables);
      return value === undefined ? input.fallback.read(variables) : value;
    },
  };
}
