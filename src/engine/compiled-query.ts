import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidatedExecutionArgs,
} from 'graphql';

/** Gives the `data` of a query, or `BAILOUT` when something comes up that only the executor of graphql can answer rightly. */
export type CompiledQuery = (execution: ValidatedExecutionArgs) => Record<string, unknown> | typeof BAILOUT;

/** Stands for an error, a promise, or whatever else this file does not handle. */
export const BAILOUT: unique symbol = Symbol('BAILOUT');

const maximumSelections = 5_000;

class Bailout extends Error {}

// One for all: it is never shown, and a stack would cost more than the query.
const bailout = new Bailout();

type Execution = Pick<ValidatedExecutionArgs, 'contextValue' | 'variableValues'>;
type Complete = (value: unknown, execution: Execution) => unknown;
type Read = (source: unknown, execution: Execution) => unknown;

/**
 * Compiles a validated query into closures, so that what its text and the schema decide is decided once. A query has no effects, so one that
 * meets an error, a promise or a missing value is given up and can be run anew by graphql, which alone says what the answer is then.
 * Undefined for what is left to graphql from the start: directives, introspection, resolvers that look at the document, and documents that
 * come to more than 5,000 selections once fragments are spread.
 */
export function compileQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledQuery | undefined {
  const root = schema.getQueryType();
  if (operation.operation !== 'query' || !root) return undefined;
  try {
    const compiler = { schema, fragments: fragmentsOf(document), left: maximumSelections };
    const read = compileObject(compiler, root, [operation.selectionSet]);
    return (execution) => attempt(read, execution);
  } catch (thrown) {
    if (thrown === bailout) return undefined;
    throw thrown;
  }
}

function attempt(read: Read, execution: ValidatedExecutionArgs): ReturnType<CompiledQuery> {
  try {
    // Made by `compileObject`, which gives objects.
    return read(execution.rootValue, execution) as Record<string, unknown>;
  } catch {
    return BAILOUT;
  }
}

interface Compiler {
  schema: GraphQLSchema;
  /** Selections that may still be looked at: fragments in fragments could make them any number. */
  left: number;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

const fragmentsOf = (document: DocumentNode): Map<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );

function compileObject(
  compiler: Compiler,
  type: GraphQLObjectType,
  selections: readonly SelectionSetNode[],
): Read {
  if (type.isTypeOf) throw bailout;
  const fields = new Map<string, FieldNode[]>();
  for (const selection of selections) collect(compiler, type, selection, fields);
  const reads = [...fields].map(([key, nodes]) => ({ key, read: compileField(compiler, type, nodes) }));
  return (source, execution) => {
    const object: Record<string, unknown> = {};
    for (const { key, read } of reads) object[key] = read(source, execution);
    return object;
  };
}

/** Gathers the fields that apply to the type under the keys that the response has for them, in its order. */
function collect(
  compiler: Compiler,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  fields: Map<string, FieldNode[]>,
): void {
  for (const selection of selections) {
    compiler.left -= 1;
    if (compiler.left < 0) throw bailout;
    if (selection.directives !== undefined && selection.directives.length > 0) throw bailout;
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      // Assigned to an object it would be no member of it.
      if (key === '__proto__') throw bailout;
      fields.set(key, [...(fields.get(key) ?? []), selection]);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : compiler.fragments.get(selection.name.value);
    if (fragment === undefined) throw bailout;
    const condition = fragment.typeCondition?.name.value ?? type.name;
    if (applies(compiler, condition, type)) collect(compiler, type, fragment.selectionSet, fields);
  }
}

function applies({ schema }: Compiler, condition: string, type: GraphQLObjectType): boolean {
  if (condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}

function compileField(compiler: Compiler, type: GraphQLObjectType, nodes: readonly FieldNode[]): Read {
  const [node] = nodes;
  const name = node?.name.value ?? '';
  if (name === '__typename') return () => type.name;
  const field = type.getFields()[name];
  if (node === undefined || field === undefined) throw bailout;
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const complete = completion(compiler, field.type, selections);
  const { resolve } = field;
  if (resolve === undefined) {
    return (source, execution) => {
      // The values of object types are objects: only the root has none, and its fields have resolvers.
      const value = (source as Record<string, unknown>)[name];
      return complete(value, execution);
    };
  }
  // The fourth parameter would be the field's place in the document.
  if (resolve.length > 3) throw bailout;
  const argumentsOf = compileArguments(field, node);
  return (source, execution) =>
    complete(resolve(source, argumentsOf(execution), execution.contextValue, noInfo), execution);
}

/** Resolvers and types that would look at it are not compiled. */
const noInfo = undefined as unknown as GraphQLResolveInfo;

function compileArguments(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (execution: Execution) => Record<string, unknown> {
  const isFixed = !JSON.stringify(node.arguments ?? []).includes(`"kind":"${Kind.VARIABLE}"`);
  if (!isFixed) return ({ variableValues }) => getArgumentValues(field, node, variableValues);
  const fixed = getArgumentValues(field, node);
  return () => fixed;
}

function completion(
  compiler: Compiler,
  type: GraphQLOutputType,
  selections: readonly SelectionSetNode[],
): Complete {
  if (!isNonNullType(type)) {
    const complete = completionOfValue(compiler, type, selections);
    return (value, execution) => (value == null ? null : complete(value, execution));
  }
  const complete = completionOfValue(compiler, type.ofType, selections);
  return (value, execution) => {
    if (value == null) throw bailout;
    return complete(value, execution);
  };
}

/** For values that are neither null nor undefined; gives neither. */
function completionOfValue(
  compiler: Compiler,
  type: Exclude<
    GraphQLOutputType,
    { ofType: GraphQLOutputType } & { readonly [Symbol.toStringTag]: 'GraphQLNonNull' }
  >,
  selections: readonly SelectionSetNode[],
): Complete {
  if (isLeafType(type)) {
    return (value) => {
      if (typeof value === 'object' || typeof value === 'function') assertPlainObject(value);
      const coerced = type.coerceOutputValue(value);
      if (coerced == null) throw bailout;
      return coerced;
    };
  }
  if (isListType(type)) {
    const complete = completion(compiler, type.ofType, selections);
    return (value, execution) => {
      if (!Array.isArray(value)) throw bailout;
      return value.map((item) => complete(item, execution));
    };
  }
  if (isObjectType(type)) {
    const read = compileObject(compiler, type, selections);
    return (value, execution) => {
      assertPlainObject(value);
      return read(value, execution);
    };
  }
  if (isAbstractType(type)) {
    const { resolveType } = type;
    if (resolveType == null || resolveType.length > 2) throw bailout;
    const reads = new Map(
      compiler.schema
        .getPossibleTypes(type)
        .map((possible) => [possible.name, compileObject(compiler, possible, selections)]),
    );
    return (value, execution) => {
      assertPlainObject(value);
      const read = reads.get(String(resolveType(value, execution.contextValue, noInfo, type)));
      if (read === undefined) throw bailout;
      return read(value, execution);
    };
  }
  throw bailout;
}

/** Errors stand for failures, and promises and functions for values that are not there yet. */
function assertPlainObject(value: unknown): void {
  if (typeof value !== 'object' || value instanceof Error || (value !== null && 'then' in value))
    throw bailout;
}
