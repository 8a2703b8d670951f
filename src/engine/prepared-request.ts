import {
  type GraphQLError,
  type GraphQLSchema,
  type ValidatedExecutionArgs,
  validateExecutionArgs,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { measureVariables, type VariableLimits } from '../guard/document-limits.ts';
import type { PreparedOperation } from './prepared-operation.ts';

type Variables = Readonly<Record<string, unknown>> | undefined;

/** An operation with its variables. */
export interface PreparedRequest {
  prepared: PreparedOperation;
  /** What runs it, but for the context. */
  execution: ValidatedExecutionArgs;
  /** The price. */
  points: number;
  /** Names document, operation and variables among all. */
  key: string;
}

export type RequestPreparation = PreparedRequest | readonly GraphQLError[];

const cachedRequests = 10_000;
const cachedCharacters = 4_000_000;

/**
 * Variables that were sent before with an operation are not coerced and priced again. Those beyond the limits are not even looked at:
 * DOCUMENT_LIMIT_EXCEEDED is thrown. The errors are those of the variables.
 */
export function createRequestPreparation(
  schema: GraphQLSchema,
  limits: VariableLimits,
): (prepared: PreparedOperation, variables: Variables) => RequestPreparation {
  const cache = new LRUCache<string, PreparedRequest>({
    max: cachedRequests,
    maxSize: cachedCharacters,
    sizeCalculation: (_request, key) => key.length,
  });
  return (prepared, variables) => {
    if (variables !== undefined) measureVariables(variables, limits);
    const key = variables === undefined ? prepared.key : `${prepared.key} ${JSON.stringify(variables)}`;
    const known = cache.get(key);
    // The same text, prepared anew, is another document to graphql.
    if (known?.prepared === prepared) return known;
    const { document, operation, cost } = prepared;
    const execution = validateExecutionArgs({
      schema,
      document,
      operationName: operation.name?.value,
      variableValues: variables,
      hideSuggestions: true,
    });
    if (!('schema' in execution)) return execution;
    const { coerced } = execution.variableValues;
    const request = { prepared, execution, points: cost.points(coerced), key };
    if (operation.operation === 'query') {
      freeze(coerced);
      cache.set(key, request);
    }
    return request;
  };
}

/** Resolvers are given these very objects, in one request after the other. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
