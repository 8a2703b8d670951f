import { badRequest } from '../graphql/errors.ts';

/** The parameters of one operation, by GraphQL over HTTP. */
export interface OperationParams {
  /** Absent when `extensions` names the document by its hash. */
  query: string | undefined;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>> | undefined;
  extensions: Readonly<Record<string, unknown>> | undefined;
}

const names = new Set(['query', 'operationName', 'variables', 'extensions']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses one operation of a request. Throws BAD_USER_INPUT. */
export function readParams(body: unknown): OperationParams {
  if (!isObject(body)) {
    throw badRequest(400, 'An operation is a JSON object such as {"query": "{ __typename }"}.');
  }
  if (Object.keys(body).some((name) => !names.has(name))) {
    throw badRequest(
      400,
      'The operation has a member other than `query`, `operationName`, `variables` and `extensions`. Leave it out.',
    );
  }
  const extensions = objectIn(body, 'extensions');
  const query = stringIn(body, 'query');
  if (query === undefined && extensions === undefined) {
    throw badRequest(400, '`query` is missing. Send the document as text, or its hash in `extensions`.');
  }
  return {
    query,
    extensions,
    operationName: nameIn(body, 'operationName'),
    variables: objectIn(body, 'variables'),
  };
}

function stringIn(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  if (value == null || typeof value === 'string') return value ?? undefined;
  throw badRequest(400, `\`${name}\` is not a string. Send text, or omit it.`);
}

/** Treats an empty name as absent, because some clients always send one. */
function nameIn(body: Record<string, unknown>, name: string): string | undefined {
  const text = stringIn(body, name) || undefined;
  if (text === undefined || graphqlName.test(text)) return text;
  throw badRequest(
    400,
    `\`${name}\` is not a GraphQL name. Send the name of an operation of the document, or omit it.`,
  );
}

/** https://spec.graphql.org/September2025/#Name */
const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/;

function objectIn(body: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const value = body[name];
  if (value == null || isObject(value)) return value ?? undefined;
  throw badRequest(400, `\`${name}\` is not an object. Send an object, or omit it.`);
}
