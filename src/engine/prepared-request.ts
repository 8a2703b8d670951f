import {
  type GraphQLError,
  type GraphQLSchema,
  type ValidatedExecutionArgs,
  validateExecutionArgs,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { measureVariables, type VariableLimits } from '../guard/document-limits.ts';
import type { PreparedOperation } from './prepared-operation.ts';

/** Variables within the limits, before they are coerced. */
export interface MeasuredVariables {
  values: Readonly<Record<string, unknown>>;
  json: string;
}

/** Throws DOCUMENT_LIMIT_EXCEEDED, or BAD_USER_INPUT for a number that is not finite. */
export function measuredVariables(
  values: MeasuredVariables['values'] | undefined,
  limits: VariableLimits,
): MeasuredVariables | undefined {
  if (values === undefined) return undefined;
  measureVariables(values, limits);
  return { values, json: JSON.stringify(values) };
}

/** A prepared operation with its variables. */
export interface PreparedRequest {
  prepared: PreparedOperation;
  /** The arguments of the execution, without a context. */
  execution: ValidatedExecutionArgs;
  /** The price before execution. */
  points: number;
  /** Identifies document, operation and variables. */
  key: string;
}

/** A prepared request, or the errors of its variables. */
export type RequestPreparation = PreparedRequest | readonly GraphQLError[];

const cachedRequests = 10_000;
const cachedCharacters = 4_000_000;

/**
 * Coerces the variables and prices the operation, once for all requests with the same variables. Errors
 * suggest names of the schema unless `hideSuggestions` is set.
 */
export function createRequestPreparation(
  schema: GraphQLSchema,
  hideSuggestions = false,
): (prepared: PreparedOperation, variables: MeasuredVariables | undefined) => RequestPreparation {
  const cache = new LRUCache<string, PreparedRequest>({
    max: cachedRequests,
    maxSize: cachedCharacters,
    sizeCalculation: (_request, key) => key.length,
  });
  return (prepared, variables) => {
    const key = variables === undefined ? prepared.key : `${prepared.key} ${variables.json}`;
    const cached = cache.get(key);
    // If the operation was evicted and prepared again, the cached request has the nodes of the old document.
    if (cached?.prepared === prepared) return cached;
    const { document, operation, cost } = prepared;
    const execution = validateExecutionArgs({
      schema,
      document,
      operationName: operation.name?.value,
      variableValues: variables?.values,
      hideSuggestions,
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

/** The cached variables are passed to the resolvers of many requests, so they must not be modified. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
