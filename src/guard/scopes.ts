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

/** The scopes that one of the lists must name in full: alternatives outside, what each demands inside. */
export type Alternatives = readonly (readonly Scope[])[];

/** A field that an operation selects and that not everybody may. */
export interface Guarded {
  /** `Type.field`; of the object type, also where the field is selected through an interface. */
  coordinate: string;
  alternatives: Alternatives;
  node: FieldNode;
}

export interface ScopePolicy {
  /** What an operation selects that needs scopes: worked out once per document, without a look at variables. */
  guardedFields: (document: DocumentNode, operation: OperationDefinitionNode) => readonly Guarded[];
  /** The fields of `Mutation` that anybody may call. */
  unguardedMutations: () => string[];
}

/**
 * Reads who may select what from `@requiresScopes` on fields and object types. A field is guarded by what stands on it, on the same
 * field of its interfaces, and on its type; selected through an interface or union, it is guarded by whatever guards it on any type
 * that can turn up there. Throws when a directive names an unknown scope or lets everybody through.
 */
export function scopePolicy(schema: GraphQLSchema): ScopePolicy {
  const guards = guardsOf(schema);
  return {
    guardedFields: (document, operation) => {
      const root = schema.getRootType(operation.operation);
      return root == null ? [] : collect(schema, guards, document, operation.selectionSet, root);
    },
    unguardedMutations: () => {
      const type = schema.getMutationType();
      const names = type == null ? [] : Object.keys(type.getFields());
      return names.filter((name) => type != null && guardOf(guards, type, name).length === 0);
    },
  };
}

/**
 * Why the viewer may not run what selects these fields; none when they may. `@skip` and `@include` do not excuse a field, so that
 * the answer depends on the document alone.
 */
export const scopeErrors = (guarded: readonly Guarded[], viewer: Viewer): GraphQLError[] =>
  guarded
    .filter(({ alternatives }) => !alternatives.some((all) => all.every((scope) => viewer.scopes.has(scope))))
    .map((field) => refusal(field, viewer));

function refusal({ coordinate, alternatives, node }: Guarded, viewer: Viewer): GraphQLError {
  const needed = alternatives.map((all) => all.map((scope) => `\`${scope}\``).join(' and ')).join(', or ');
  const place = { nodes: node };
  const extensions = { field: coordinate, requires: alternatives };
  return viewer.kind === 'ANONYMOUS'
    ? failure(
        'UNAUTHENTICATED',
        `\`${coordinate}\` needs the scope ${needed}. Send \`Authorization: Bearer\` and a key that has it, or leave the field out.`,
        extensions,
        place,
      )
    : failure(
        'FORBIDDEN',
        `\`${coordinate}\` needs the scope ${needed}, which this ${viewer.kind === 'API_KEY' ? 'key' : 'token'} lacks. Use one that has it, or leave the field out.`,
        extensions,
        place,
      );
}

/** By `Type.field`, and by `Type` for what holds for all its fields. */
type Guards = ReadonlyMap<string, Alternatives>;

function guardsOf(schema: GraphQLSchema): Guards {
  const guards = new Map<string, Alternatives>();
  const note = (coordinate: string, alternatives: Alternatives | undefined) => {
    if (alternatives !== undefined) guards.set(coordinate, alternatives);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    note(type.name, requiredScopes(type, type.name));
    for (const [name, field] of Object.entries(type.getFields())) {
      note(`${type.name}.${name}`, requiredScopes(field, `${type.name}.${name}`));
    }
  }
  return guards;
}

function guardOf(guards: Guards, type: GraphQLObjectType, field: string): Alternatives[] {
  const coordinates = [type.name, ...[type, ...type.getInterfaces()].map(({ name }) => `${name}.${field}`)];
  return coordinates.map((coordinate) => guards.get(coordinate)).filter((guard) => guard !== undefined);
}

/** The types that can turn up where a type stands. */
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
  // A list of what is left to look at instead of recursion; each fragment is looked at once, wherever it is spread.
  const left: Visit[] = [{ selectionSet, types: [root] }];
  for (let visit = left.pop(); visit !== undefined; visit = left.pop()) {
    for (const selection of visit.selectionSet.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        fragments.delete(selection.name.value);
        if (fragment === undefined) continue;
        const types = typesNamed(fragment.typeCondition.name.value);
        left.push({ selectionSet: fragment.selectionSet, types });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition && typesNamed(selection.typeCondition.name.value);
        const types =
          condition === undefined ? visit.types : visit.types.filter((type) => condition.includes(type));
        left.push({ selectionSet: selection.selectionSet, types });
      } else {
        for (const type of visit.types) note(found, guards, type, selection);
        if (selection.selectionSet === undefined) continue;
        const results = new Set(
          visit.types.flatMap((type) => typesOfField(schema, type, selection.name.value)),
        );
        left.push({ selectionSet: selection.selectionSet, types: [...results] });
      }
    }
  }
  return [...found.values()];
}

function note(found: Map<string, Guarded>, guards: Guards, type: GraphQLObjectType, node: FieldNode): void {
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
