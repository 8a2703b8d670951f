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

/** Returns the `data` of a query, or `BAILOUT` when it must be executed by graphql instead. Throws RESPONSE_TOO_LARGE. */
export type CompiledQuery = (execution: QueryExecution) => Record<string, unknown> | typeof BAILOUT;

export type QueryExecution = ValidatedExecutionArgs & { contextValue?: Context };

/** Stands for an error, a promise, or anything else that compiled queries do not handle. */
export const BAILOUT: unique symbol = Symbol('BAILOUT');

const maximumSelections = 5_000;

class Bailout extends Error {}

// One instance for all: it never leaves this file, and making a stack would cost more than the query.
const bailout = new Bailout();

interface Execution extends Pick<ValidatedExecutionArgs, 'variableValues'> {
  contextValue: Context;
}

type Complete = (value: unknown, execution: Execution) => unknown;
type Read = (source: unknown, execution: Execution) => unknown;

/**
 * Compiles a validated query into closures, so that what its text and the schema decide is decided once. A query has
 * no effects: one that meets an error, a promise or a missing value can be executed again by graphql, which alone
 * decides what the response is then. Undefined for what is left to graphql from the start: directives, introspection,
 * resolvers that look at the document, and documents with more than 5,000 selections once fragments are spread.
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
  // Operations are executed with a context; graphql's types leave it open.
  if (contextValue === undefined) return BAILOUT;
  const { responseSize } = contextValue;
  try {
    // Made by `compileObject`, which returns objects.
    return read(rootValue, { contextValue, variableValues }) as Record<string, unknown>;
  } catch (thrown) {
    if (responseSize.isExceeded) throw thrown;
    responseSize.restart();
    return BAILOUT;
  }
}

interface Compiler {
  schema: GraphQLSchema;
  /** Selections that may still be visited: fragments within fragments multiply them. */
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
  // The keys with quotes, colon and comma, and the braces.
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
      // Assigning it would set the prototype.
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
      // Values of object types are objects; the root has none, but its fields have resolvers.
      const value = (source as Record<string, unknown>)[name];
      return complete(value, execution);
    };
  }
  // The fourth parameter describes the field's place in the document.
  if (resolve.length > 3) throw bailout;
  const argumentsOf = compileArguments(field, node);
  return (source, execution) =>
    complete(resolve(source, argumentsOf(execution), execution.contextValue, noInfo), execution);
}

/** Resolvers and types that use it are not compiled. */
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

/** For values that are neither null nor undefined, which it does not return either. */
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

/** Errors mean failures, and promises and functions mean values that are not there yet. */
function assertPlainObject(value: unknown): void {
  if (typeof value !== 'object' || value instanceof Error || (value !== null && 'then' in value))
    throw bailout;
}
