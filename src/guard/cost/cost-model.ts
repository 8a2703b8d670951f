import type {
  GraphQLField,
  GraphQLNamedOutputType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
} from 'graphql';
import {
  assertSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { CEILING, clamp } from './amount.ts';
import type { InputTypes } from './compile-input.ts';
import { fieldsOf, inputCost } from './compile-input.ts';
import type { ListSize } from './directives.ts';
import { explicitWeight, listSizeOf } from './directives.ts';
import type { InputCost } from './input-cost.ts';
import { checkListSize } from './list-size-target.ts';
import { typeWeight, useWeight } from './weights.ts';

export interface CostOptions {
  /**
   * Points for each `__schema` or `__type`, and for each alias of an object or list inside them. Default 20.
   */
  readonly introspectionPoints?: number;
  /** The assumed size of a list without a bound. Default CEILING, by section 8 of the specification. */
  readonly unboundedListSize?: number;
  /** The maximum number of selections that the compiler visits in one operation. Default 10,000. */
  readonly maxVisits?: number;
  /**
   * The maximum nesting of an operation, fragments included. Default 500, which does
   * not overflow the call stack.
   */
  readonly maxDepth?: number;
}

/** The cost of a field of a concrete type. */
export interface FieldCost {
  readonly coordinate: string;
  readonly name: string;
  readonly type: GraphQLNamedOutputType;
  /** The number of list wrappers around the type; 2 for `[[Int]]`. */
  readonly listDepth: number;
  readonly weight: number;
  readonly inputs: readonly InputCost[];
  readonly listSize: ListSize | undefined;
  /** Introspection has a flat price. */
  readonly isIntrospection: boolean;
}

/** The cost directives of a schema. */
export interface CostModel {
  readonly schema: GraphQLSchema;
  readonly limits: Readonly<Required<CostOptions>>;
  /** A field of a concrete type, including meta-fields; undefined if there is none. */
  readonly field: (type: GraphQLObjectType, name: string) => FieldCost | undefined;
  readonly typeWeight: (type: GraphQLNamedOutputType) => number;
  /** The arguments of an executable directive. */
  readonly directiveInputs: (name: string) => readonly InputCost[];
}

/**
 * Reads the cost directives of a schema. Throws an error that names the coordinate where a directive violates
 * section 9 of the specification.
 */
export function costModel(schema: GraphQLSchema, options: CostOptions = {}): CostModel {
  // A schema of a second copy of graphql-js would fail every `isObjectType` below, and so would cost nothing.
  assertSchema(schema);
  const limits = {
    introspectionPoints: clamp(options.introspectionPoints ?? 20),
    unboundedListSize: clamp(options.unboundedListSize ?? CEILING),
    maxVisits: options.maxVisits ?? 10_000,
    maxDepth: options.maxDepth ?? 500,
  };
  const inputTypes: InputTypes = new Map();
  const weights = new Map<string, number>();
  const fields = new Map<string, Map<string, FieldCost>>();

  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) {
      const inputs = fieldsOf(type.name, inputTypes);
      for (const field of Object.values(type.getFields())) {
        inputs.push(inputCost(field, `${type.name}.${field.name}`, inputTypes));
      }
    } else if (isInterfaceType(type)) {
      refuseInterfaceCosts(type.name, Object.values(type.getFields()));
    } else if (isIntrospectionType(type)) {
      weights.set(type.name, 0);
      if (isObjectType(type)) fields.set(type.name, introspectionFields(type));
    } else if (isObjectType(type) || isLeafType(type)) {
      weights.set(type.name, typeWeight(explicitWeight(type, type.name), !isLeafType(type)));
      if (isObjectType(type)) fields.set(type.name, fieldCosts(type, inputTypes));
    }
  }

  const queryType = schema.getQueryType();
  if (queryType) {
    fields
      .get(queryType.name)
      ?.set('__schema', introspectionField(queryType, SchemaMetaFieldDef, limits.introspectionPoints));
    fields
      .get(queryType.name)
      ?.set('__type', introspectionField(queryType, TypeMetaFieldDef, limits.introspectionPoints));
  }
  for (const type of fields.values()) type.set('__typename', TYPENAME);

  const directives = new Map(
    schema
      .getDirectives()
      .map((directive) => [
        directive.name,
        directive.args.map((argument) =>
          inputCost(argument, `@${directive.name}(${argument.name}:)`, inputTypes),
        ),
      ]),
  );

  return {
    schema,
    limits,
    field: (type, name) => fields.get(type.name)?.get(name),
    typeWeight: (type) => weights.get(type.name) ?? 0,
    directiveInputs: (name) => directives.get(name) ?? [],
  };
}

/** The concrete types that a value of this type can have; none for scalars and enums. */
export function concreteTypes(
  schema: GraphQLSchema,
  type: GraphQLNamedOutputType,
): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}

function fieldCosts(type: GraphQLObjectType, inputTypes: InputTypes): Map<string, FieldCost> {
  const costs = new Map<string, FieldCost>();
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    const named = getNamedType(field.type);
    const listSize = listSizeOf(field, coordinate) ?? inheritedListSize(type, field.name);
    if (listSize) checkListSize(field, listSize, coordinate);
    costs.set(field.name, {
      coordinate,
      name: field.name,
      type: named,
      listDepth: listDepth(field.type),
      weight: useWeight(explicitWeight(field, coordinate)),
      inputs: field.args.map((argument) =>
        inputCost(argument, `${coordinate}(${argument.name}:)`, inputTypes),
      ),
      listSize,
      isIntrospection: false,
    });
  }
  return costs;
}

// An implementation without its own `@listSize` inherits the one of its interface.
function inheritedListSize(type: GraphQLObjectType, name: string): ListSize | undefined {
  for (const parent of type.getInterfaces()) {
    const field = parent.getFields()[name];
    const listSize = field && listSizeOf(field, `${parent.name}.${name}`);
    if (listSize) return listSize;
  }
  return undefined;
}

function introspectionFields(type: GraphQLObjectType): Map<string, FieldCost> {
  const entries = Object.values(type.getFields()).map(
    (field) => [field.name, introspectionField(type, field, 0)] as const,
  );
  return new Map(entries);
}

function introspectionField(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  weight: number,
): FieldCost {
  return {
    coordinate: `${type.name}.${field.name}`,
    name: field.name,
    type: getNamedType(field.type),
    listDepth: 0,
    weight,
    inputs: [],
    listSize: undefined,
    isIntrospection: true,
  };
}

const TYPENAME: FieldCost = {
  coordinate: TypeNameMetaFieldDef.name,
  name: TypeNameMetaFieldDef.name,
  type: getNamedType(TypeNameMetaFieldDef.type),
  listDepth: 0,
  weight: 0,
  inputs: [],
  listSize: undefined,
  isIntrospection: true,
};

function listDepth(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listDepth(type.ofType);
  return isListType(type) ? 1 + listDepth(type.ofType) : 0;
}

// Section 9.1.1: a field of an interface costs what the field of the concrete type costs.
function refuseInterfaceCosts(name: string, fields: readonly GraphQLField<unknown, unknown>[]): void {
  for (const field of fields) {
    if (explicitWeight(field, `${name}.${field.name}`) !== undefined) {
      throw new Error(`@cost on ${name}.${field.name}: a field of an interface cannot carry it.`);
    }
  }
}
