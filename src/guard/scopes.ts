import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Scope } from '../access/scope.ts';
import type { Viewer } from '../access/viewer.ts';
import { failure } from '../graphql/errors.ts';
import { requiredScopes } from './required-scopes.ts';

/** A viewer needs all scopes of at least one of the inner lists. */
export type Alternatives = readonly (readonly Scope[])[];

/** A field of an operation that requires scopes. */
export interface Guarded {
  /** `Type.field`; the object type's name, also when the field is selected on an interface. */
  coordinate: string;
  alternatives: Alternatives;
  node: FieldNode;
}

/** Finds the fields of an operation that require scopes. Independent of variables, so once per document. */
export type ScopePolicy = (document: DocumentNode, operation: OperationDefinitionNode) => readonly Guarded[];

/**
 * Reads `@requiresScopes` of fields and object types. A field requires the scopes of its own directive, of
 * the same field of its interfaces, and of its type. Selected on an interface or union, it requires those of
 * all possible types. Throws ScopeDirectiveError when a directive names an unknown scope or guards nothing.
 */
export function scopePolicy(schema: GraphQLSchema): ScopePolicy {
  const guards = guardsOf(schema);
  return (document, operation) => {
    const root = schema.getRootType(operation.operation);
    return root == null ? [] : collect(schema, guards, document, operation.selectionSet, root);
  };
}

/**
 * One error for each field whose scopes the viewer lacks. `@skip` and `@include` are ignored, so that the
 * result depends on the document alone.
 */
export const scopeErrors = (guarded: readonly Guarded[], viewer: Viewer): GraphQLError[] =>
  guarded
    .filter(({ alternatives }) => !alternatives.some((all) => all.every((scope) => viewer.scopes.has(scope))))
    .map((field) => refusal(field, viewer));

function refusal({ coordinate, alternatives, node }: Guarded, viewer: Viewer): GraphQLError {
  const needed = alternatives.map((all) => all.map((scope) => `\`${scope}\``).join(' and ')).join(', or ');
  const location = { nodes: node };
  const extensions = { field: coordinate, requires: alternatives };
  return viewer.kind === 'ANONYMOUS'
    ? failure(
        'UNAUTHENTICATED',
        `\`${coordinate}\` needs the scope ${needed}. Send \`Authorization: Bearer\` and a key that has it, or leave the field out.`,
        extensions,
        location,
      )
    : failure(
        'FORBIDDEN',
        `\`${coordinate}\` needs the scope ${needed}, which this ${viewer.kind === 'API_KEY' ? 'key' : 'token'} lacks. Use one that has it, or leave the field out.`,
        extensions,
        location,
      );
}

/** By `Type.field`, and by `Type` for all fields of a type. */
type Guards = ReadonlyMap<string, Alternatives>;

function guardsOf(schema: GraphQLSchema): Guards {
  const guards = new Map<string, Alternatives>();
  const add = (coordinate: string, alternatives: Alternatives | undefined) => {
    if (alternatives !== undefined) guards.set(coordinate, alternatives);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    add(type.name, requiredScopes(type, type.name));
    for (const [name, field] of Object.entries(type.getFields())) {
      add(`${type.name}.${name}`, requiredScopes(field, `${type.name}.${name}`));
    }
  }
  return guards;
}

function guardOf(guards: Guards, type: GraphQLObjectType, field: string): Alternatives[] {
  const coordinates = [type.name, ...[type, ...type.getInterfaces()].map(({ name }) => `${name}.${field}`)];
  return coordinates.map((coordinate) => guards.get(coordinate)).filter((guard) => guard !== undefined);
}

const possibleTypes = (schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] =>
  isObjectType(type) ? [type] : isAbstractType(type) ? schema.getPossibleTypes(type) : [];

interface Visit {
  selectionSet: SelectionSetNode;
  types: readonly GraphQLObjectType[];
}

function collect(
  schema: GraphQLSchema,
  guards: Guards,
  document: DocumentNode,
  selectionSet: SelectionSetNode,
  root: GraphQLObjectType,
): Guarded[] {
  const found = new Map<string, Guarded>();
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const typesNamed = (name: string) => possibleTypes(schema, schema.getType(name) ?? root);
  // A stack instead of recursion. Each fragment is visited once, however often it is spread.
  const stack: Visit[] = [{ selectionSet, types: [root] }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    for (const selection of visit.selectionSet.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        fragments.delete(selection.name.value);
        if (fragment === undefined) continue;
        const types = typesNamed(fragment.typeCondition.name.value);
        stack.push({ selectionSet: fragment.selectionSet, types });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition && typesNamed(selection.typeCondition.name.value);
        const types =
          condition === undefined ? visit.types : visit.types.filter((type) => condition.includes(type));
        stack.push({ selectionSet: selection.selectionSet, types });
      } else {
        for (const type of visit.types) addGuarded(found, guards, type, selection);
        if (selection.selectionSet === undefined) continue;
        const results = new Set(
          visit.types.flatMap((type) => typesOfField(schema, type, selection.name.value)),
        );
        stack.push({ selectionSet: selection.selectionSet, types: [...results] });
      }
    }
  }
  return [...found.values()];
}

function addGuarded(
  found: Map<string, Guarded>,
  guards: Guards,
  type: GraphQLObjectType,
  node: FieldNode,
): void {
  const coordinate = `${type.name}.${node.name.value}`;
  for (const [index, alternatives] of guardOf(guards, type, node.name.value).entries()) {
    const key = `${coordinate} ${index}`;
    if (!found.has(key)) found.set(key, { coordinate, alternatives, node });
  }
}

function typesOfField(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  name: string,
): readonly GraphQLObjectType[] {
  const field = schema.getField(type, name);
  return field === undefined ? [] : possibleTypes(schema, getNamedType(field.type));
}
