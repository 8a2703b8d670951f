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
import type { Context } from '../graphql/context.ts';
import { ownResolver } from '../graphql/response-size.ts';

/** Returns the `data` of a query, or BAILOUT if graphql-js must execute it. Throws RESPONSE_TOO_LARGE. */
export type CompiledQuery = (execution: QueryExecution) => Record<string, unknown> | typeof BAILOUT;

export type QueryExecution = ValidatedExecutionArgs & { contextValue?: Context };

/** The result of a compiled query that met an error, a promise, or anything else that it does not handle. */
export const BAILOUT: unique symbol = Symbol('BAILOUT');

const maximumSelections = 5_000;

class Bailout extends Error {}

// One shared instance: a new one would capture a stack trace, which costs more than the query.
const bailout = new Bailout();

interface Execution extends Pick<ValidatedExecutionArgs, 'variableValues'> {
  contextValue: Context;
}

type Complete = (value: unknown, execution: Execution) => unknown;
type Read = (source: unknown, execution: Execution) => unknown;

/**
 * Compiles a validated query into closures, so that the work that depends only on the document and the schema
 * is done once. Queries have no side effects, so one that meets an error, a promise or a missing value is
 * executed again by graphql-js. Returns undefined for queries that always need graphql-js: with directives,
 * introspection, resolvers that use `info`, or more than 5,000 selections after spreading fragments.
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
    return (execution) => run(read, execution);
  } catch (thrown) {
    if (thrown === bailout) return undefined;
    throw thrown;
  }
}

function run(read: Read, execution: QueryExecution): ReturnType<CompiledQuery> {
  const { contextValue, rootValue, variableValues } = execution;
  // The engine always sets a context; graphql-js's types make it optional.
  if (contextValue === undefined) return BAILOUT;
  const { responseSize } = contextValue;
  try {
    // `compileObject` returns objects.
    return read(rootValue, { contextValue, variableValues }) as Record<string, unknown>;
  } catch (thrown) {
    if (responseSize.isExceeded) throw thrown;
    responseSize.restart();
    return BAILOUT;
  }
}

interface Compiler {
  schema: GraphQLSchema;
  /** Selections that may still be visited. Nested fragments multiply them. */
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
  // Keys with their quotes, colon and comma, plus the braces.
  const length = [...fields.keys()].reduce((sum, key) => sum + key.length + 4, 1);
  return (source, execution) => {
    execution.contextValue.responseSize.add(length);
    const object: Record<string, unknown> = {};
    for (const { key, read } of reads) object[key] = read(source, execution);
    return object;
  };
}

/** Collects the fields that apply to the type by response key, in the order of the response. */
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
      // Assigning this key would set the prototype.
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
  const resolve = ownResolver(field);
  if (resolve === undefined) {
    return (source, execution) => {
      // Values of object types are objects. The root has no value, but its fields have resolvers.
      const value = (source as Record<string, unknown>)[name];
      return complete(value, execution);
    };
  }
  // The fourth parameter is `info`, which compiled queries do not have.
  if (resolve.length > 3) throw bailout;
  const argumentsOf = compileArguments(field, node);
  return (source, execution) =>
    complete(resolve(source, argumentsOf(execution), execution.contextValue, noInfo), execution);
}

/** Resolvers that use `info` are not compiled. */
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

/** Completes values that are neither null nor undefined, and does not return these. */
function completionOfValue(
  compiler: Compiler,
  type: Exclude<
    GraphQLOutputType,
    { ofType: GraphQLOutputType } & { readonly [Symbol.toStringTag]: 'GraphQLNonNull' }
  >,
  selections: readonly SelectionSetNode[],
): Complete {
  if (isLeafType(type)) {
    return (value, { contextValue }) => {
      if (typeof value === 'object' || typeof value === 'function') assertPlainObject(value);
      const coerced = type.coerceOutputValue(value);
      if (coerced == null) throw bailout;
      if (typeof coerced === 'string') contextValue.responseSize.add(coerced.length);
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

/** Bails out for errors, promises and functions, which need graphql-js. */
function assertPlainObject(value: unknown): void {
  if (typeof value !== 'object' || value instanceof Error || (value !== null && 'then' in value))
    throw bailout;
}
