import { badRequest } from '../graphql/errors.ts';

/** The parameters of one operation, by GraphQL over HTTP. */
export interface OperationParams {
  /** Absent when `documentId` or `extensions` names the document by its hash. */
  query: string | undefined;
  documentId: string | undefined;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>> | undefined;
  extensions: Readonly<Record<string, unknown>> | undefined;
}

/** The names of the parameters, in a body and in a query string. */
export const paramNames: readonly string[] = [
  'query',
  'documentId',
  'operationName',
  'variables',
  'extensions',
];

const known = new Set(paramNames);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses one operation of a request. Throws BAD_USER_INPUT. */
export function readParams(body: unknown): OperationParams {
  if (!isObject(body)) {
    throw badRequest(400, 'An operation is a JSON object such as {"query": "{ __typename }"}.');
  }
  const unknown = Object.keys(body).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw badRequest(
      400,
      `The operation has the member ${quoted(unknown)}, but only \`query\`, \`documentId\`, \`operationName\`, \`variables\` and \`extensions\` are read. Leave it out.`,
    );
  }
  const extensions = objectIn(body, 'extensions');
  const query = stringIn(body, 'query');
  // An empty identifier is like none, as some clients always send one.
  const documentId = stringIn(body, 'documentId') || undefined;
  if (query === undefined && documentId === undefined && extensions === undefined) {
    throw badRequest(
      400,
      '`query` is missing. Send the document as text, or its hash in `documentId` or `extensions`.',
    );
  }
  return {
    query,
    documentId,
    extensions,
    operationName: nameIn(body, 'operationName'),
    variables: objectIn(body, 'variables'),
  };
}

const longestQuoted = 60;

const quoted = (name: string): string =>
  `\`${name.length > longestQuoted ? `${name.slice(0, longestQuoted)}…` : name}\``;

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

/**
 * Reads a string as JSON, because that is how GET sends objects, and how some clients send them by POST too.
 * An empty string is like none.
 */
function objectIn(body: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const sent = body[name];
  const value = typeof sent === 'string' ? parsed(sent, name) : sent;
  if (value == null || isObject(value)) return value ?? undefined;
  throw badRequest(400, `\`${name}\` is not an object. Send an object, or omit it.`);
}

function parsed(text: string, name: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(400, `\`${name}\` is not JSON. Send an object, or omit it.`);
  }
}
