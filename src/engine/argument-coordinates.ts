import {
  type ASTNode,
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** The fields of a document with their schema coordinates, such as `Query.articles`. */
const coordinates = new WeakMap<DocumentNode, ReadonlyMap<ASTNode, string>>();

interface Executed {
  schema: GraphQLSchema;
  document: DocumentNode;
}

/** Adds `extensions.coordinate`, such as `Query.articles(first:)`, to errors about an argument. */
export const withCoordinates = (result: ExecutionResult, executed: Executed): ExecutionResult =>
  result.errors === undefined
    ? result
    : { ...result, errors: result.errors.map((error) => withCoordinate(error, executed)) };

function withCoordinate(error: GraphQLError, { schema, document }: Executed): GraphQLError {
  const { argument } = error.extensions;
  const [node] = error.nodes ?? [];
  if (typeof argument !== 'string' || node === undefined) return error;
  // Once per document, as a list can have an error for each of its entries.
  const known = coordinates.get(document) ?? coordinatesOf(schema, document);
  coordinates.set(document, known);
  const field = known.get(node);
  if (field === undefined) return error;
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    path: error.path,
    originalError: error.originalError,
    extensions: { ...error.extensions, coordinate: `${field}(${argument}:)` },
  });
}

function coordinatesOf(schema: GraphQLSchema, document: DocumentNode): Map<ASTNode, string> {
  const found = new Map<ASTNode, string>();
  const types = new TypeInfo(schema);
  const enter = (node: ASTNode) => {
    const parent = types.getParentType();
    const field = types.getFieldDef();
    if (parent && field) found.set(node, `${parent.name}.${field.name}`);
  };
  visit(document, visitWithTypeInfo(types, { Field: { enter } }));
  return found;
}
