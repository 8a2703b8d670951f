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
import type { Weights } from './weights.ts';
import { typeWeights, useWeights, WEIGHTLESS } from './weights.ts';

export interface CostOptions {
  /** Points for each use of `__schema` or `__type`, and for each alias of an object or list inside one. Default 20. */
  readonly introspectionPoints?: number;
  /** The size of a list that nothing bounds. By default as large as a price can be, as section 8 asks. */
  readonly unboundedListSize?: number;
  /** How many selections one operation may make the compiler look at. Default 10,000. */
  readonly maxVisits?: number;
  /** How deep one operation may nest, fragments included. Default 500, which a call stack always holds. */
  readonly maxDepth?: number;
}

/** What a field of a concrete type costs. */
export interface FieldCost {
  readonly coordinate: string;
  readonly name: string;
  readonly type: GraphQLNamedOutputType;
  /** How many lists are wrapped around the type; `[[Int]]` is 2. */
  readonly listDepth: number;
  readonly weights: Weights;
  readonly inputs: readonly InputCost[];
  readonly listSize: ListSize | undefined;
  /** Whether it belongs to introspection, whose price is flat. */
  readonly isIntrospection: boolean;
}

/** What the cost directives of a schema say, read once. */
export interface CostModel {
  readonly schema: GraphQLSchema;
  readonly limits: Readonly<Required<CostOptions>>;
  /** The field of a concrete type, meta-fields included; undefined if there is none. */
  readonly field: (type: GraphQLObjectType, name: string) => FieldCost | undefined;
  readonly typeWeights: (type: GraphQLNamedOutputType) => Weights;
  /** The arguments of a directive that a document may use. */
  readonly directiveInputs: (name: string) => readonly InputCost[];
}

/** Reads the cost directives of a schema; throws, naming the coordinate, where they break the specification's section 9. */
export function costModel(schema: GraphQLSchema, options: CostOptions = {}): CostModel {
  // To a second copy of graphql no type of this schema would be an object, and everything would be free.
  assertSchema(schema);
  const limits = {
    introspectionPoints: clamp(options.introspectionPoints ?? 20),
    unboundedListSize: clamp(options.unboundedListSize ?? CEILING),
    maxVisits: options.maxVisits ?? 10_000,
    maxDepth: options.maxDepth ?? 500,
  };
  const inputTypes: InputTypes = new Map();
  const weights = new Map<string, Weights>();
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
      weights.set(type.name, WEIGHTLESS);
      if (isObjectType(type)) fields.set(type.name, introspectionFields(type));
    } else if (isObjectType(type) || isLeafType(type)) {
      weights.set(type.name, typeWeights(explicitWeight(type, type.name), !isLeafType(type)));
      if (isObjectType(type)) fields.set(type.name, fieldCosts(type, inputTypes));
    }
  }

  const flat = { ...WEIGHTLESS, points: limits.introspectionPoints };
  const queryType = schema.getQueryType();
  if (queryType) {
    fields.get(queryType.name)?.set('__schema', introspectionField(queryType, SchemaMetaFieldDef, flat));
    fields.get(queryType.name)?.set('__type', introspectionField(queryType, TypeMetaFieldDef, flat));
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
    typeWeights: (type) => weights.get(type.name) ?? WEIGHTLESS,
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
      weights: useWeights(explicitWeight(field, coordinate), !isLeafType(named)),
      inputs: field.args.map((argument) =>
        inputCost(argument, `${coordinate}(${argument.name}:)`, inputTypes),
      ),
      listSize,
      isIntrospection: false,
    });
  }
  return costs;
}

// A bound that an interface states is a promise that every implementation keeps.
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
    (field) => [field.name, introspectionField(type, field, WEIGHTLESS)] as const,
  );
  return new Map(entries);
}

function introspectionField(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  weights: Weights,
): FieldCost {
  return {
    coordinate: `${type.name}.${field.name}`,
    name: field.name,
    type: getNamedType(field.type),
    listDepth: 0,
    weights,
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
  weights: WEIGHTLESS,
  inputs: [],
  listSize: undefined,
  isIntrospection: true,
};

function listDepth(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listDepth(type.ofType);
  return isListType(type) ? 1 + listDepth(type.ofType) : 0;
}

// Section 9.1.1: an interface's field costs what the field of the concrete type does.
function refuseInterfaceCosts(name: string, fields: readonly GraphQLField<unknown, unknown>[]): void {
  for (const field of fields) {
    if (explicitWeight(field, `${name}.${field.name}`) !== undefined) {
      throw new Error(`@cost on ${name}.${field.name}: a field of an interface cannot carry it.`);
    }
  }
}
