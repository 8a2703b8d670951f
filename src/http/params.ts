import type { GraphQLError } from 'graphql';
import { badRequest } from '../graphql/errors.ts';

/** The parameters of one operation, as GraphQL over HTTP names them. */
export interface Params {
  query: string;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>> | undefined;
}

const names = new Set(['query', 'operationName', 'variables', 'extensions']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks what came as one operation. Returns the error instead of throwing it: of a batch, the other members are answered. */
export function readParams(body: unknown): Params | GraphQLError {
  if (!isObject(body))
    return badRequest(400, 'An operation is a JSON object such as {"query": "{ __typename }"}.');
  const unknown = Object.keys(body).find((name) => !names.has(name));
  if (unknown !== undefined) {
    return badRequest(
      400,
      'The operation has a member other than `query`, `operationName`, `variables` and `extensions`. Leave it out.',
    );
  }
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string')
    return badRequest(400, '`query` is missing or no string. Send the document as text.');
  if (operationName != null && typeof operationName !== 'string')
    return badRequest(400, '`operationName` is no string. Send a name, or omit it.');
  if (variables != null && !isObject(variables))
    return badRequest(400, '`variables` is no object. Send an object, or omit it.');
  if (extensions != null && !isObject(extensions))
    return badRequest(400, '`extensions` is no object. Send an object, or omit it.');
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}
