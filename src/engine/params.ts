import { badRequest } from '../graphql/errors.ts';

/** The parameters of one operation, as GraphQL over HTTP names them. */
export interface Params {
  /** Absent when `extensions` names the document by its hash. */
  query: string | undefined;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>> | undefined;
  extensions: Readonly<Record<string, unknown>> | undefined;
}

const names = new Set(['query', 'operationName', 'variables', 'extensions']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks what came as one operation. Throws BAD_USER_INPUT. */
export function readParams(body: unknown): Params {
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
    operationName: stringIn(body, 'operationName'),
    variables: objectIn(body, 'variables'),
  };
}

function stringIn(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  if (value == null || typeof value === 'string') return value ?? undefined;
  throw badRequest(400, `\`${name}\` is no string. Send text, or omit it.`);
}

function objectIn(body: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const value = body[name];
  if (value == null || isObject(value)) return value ?? undefined;
  throw badRequest(400, `\`${name}\` is no object. Send an object, or omit it.`);
}

/** The parameters of an operation that came in a URL's query, where objects are written as JSON. Throws BAD_USER_INPUT. */
export function paramsInUrl(search: URLSearchParams): Record<string, unknown> {
  const params: Record<string, unknown> = Object.fromEntries([...search].filter(([name]) => names.has(name)));
  for (const name of ['variables', 'extensions']) {
    if (typeof params[name] !== 'string') continue;
    try {
      params[name] = JSON.parse(params[name]);
    } catch {
      throw badRequest(400, `\`${name}\` is no JSON. Send an object as JSON, or omit it.`);
    }
  }
  return params;
}
