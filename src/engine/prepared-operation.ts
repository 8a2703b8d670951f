import { hash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { failure } from '../graphql/errors.ts';
import { documentPoints } from '../guard/byte-points.ts';
import { type CompiledCost, compileOperation } from '../guard/cost/compile-operation.ts';
import { type CostModel, costModel } from '../guard/cost/cost-model.ts';
import { DocumentTooComplexError } from '../guard/cost/plan.ts';
import { type DocumentLimits, documentBytes, measureDocument } from '../guard/document-limits.ts';
import { preparationPoints } from '../guard/preparation-points.ts';
import { type Guarded, type ScopePolicy, scopePolicy } from '../guard/scopes.ts';
import { type CompiledQuery, compileQuery } from './compiled-query.ts';

/** The part of a request's work that depends only on the document and operation name. */
export interface PreparedOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  cost: CompiledCost;
  /** The compiled query; undefined for operations that only graphql-js can execute. */
  query: CompiledQuery | undefined;
  /** The selected fields that require scopes. */
  guarded: readonly Guarded[];
  /** Identifies document and operation. */
  key: string;
  /** Whether responses may be shared between callers, unless the execution reads private data. */
  isShareable: boolean;
}

/** A prepared operation, or the errors of a document that cannot run. */
export type Preparation = PreparedOperation | readonly GraphQLError[];

export const isRefused = (preparation: Preparation): preparation is readonly GraphQLError[] =>
  Array.isArray(preparation);

/** A document of a request, before it is parsed. */
export interface RequestedDocument {
  text: string;
  /** Undefined when the document has one operation. */
  operationName: string | undefined;
}

/** A document that is not in the cache. */
export interface NewDocument {
  /** Identifies document and operation name. */
  key: string;
  /** The cost of measuring it, in points; 0 for a short one. */
  lengthPoints: number;
  /** The cost of preparing it, in points. Throws DOCUMENT_LIMIT_EXCEEDED. */
  measure: () => number;
  /** Whether another request has prepared it in the meantime. */
  isPrepared: () => boolean;
  prepare: () => Preparation;
}

export interface DocumentCache {
  /**
   * Returns the cached preparation. Of a new document only the length is known, so that measuring and then
   * preparing it can be charged first. Throws DOCUMENT_LIMIT_EXCEEDED for a document that is too long.
   */
  find: (document: RequestedDocument) => Preparation | NewDocument;
}

export const isNewDocument = (found: Preparation | NewDocument): found is NewDocument => 'prepare' in found;

/** A prepared operation needs many times the memory of its document, so the number is limited too. */
const cachedOperations = 1_000;
const cachedCharacters = 2_000_000;

/** Refusals have their own cache: anyone can cause them, and they must not evict valid operations. */
const cachedRefusals = 200;
const cachedRefusalCharacters = 400_000;

/** At most so many errors per document: reporting hundreds costs more than finding them. */
const maxErrors = 20;

/**
 * Parses, validates, prices and compiles documents, once for all requests with the same text. Errors suggest
 * names of the schema unless `hideSuggestions` is set.
 */
export function createDocumentCache(
  schema: GraphQLSchema,
  limits: DocumentLimits,
  hideSuggestions = false,
): DocumentCache {
  const operations = new LRUCache<string, PreparedOperation>({
    max: cachedOperations,
    maxSize: cachedCharacters,
    sizeCalculation: (_operation, key) => key.length + 1,
  });
  const refusals = new LRUCache<string, readonly GraphQLError[]>({
    max: cachedRefusals,
    maxSize: cachedRefusalCharacters,
    sizeCalculation: (_errors, key) => key.length + 1,
  });
  const rules = { model: costModel(schema), policy: scopePolicy(schema), hideSuggestions };
  return {
    find: ({ text, operationName = '' }) => {
      // Unambiguous, because an operation name is a GraphQL Name, which has no spaces.
      const key = `${operationName} ${text}`;
      const cached = (): Preparation | undefined => operations.get(key) ?? refusals.get(key);
      return (
        cached() ?? {
          lengthPoints: documentPoints(documentBytes(text, limits)),
          measure: () => preparationPoints(measureDocument(text, limits)),
          key,
          isPrepared: () => cached() !== undefined,
          prepare: () => {
            const known = cached();
            if (known !== undefined) return known;
            const preparation = prepare(rules, text, operationName);
            if (isRefused(preparation)) refusals.set(key, preparation);
            else operations.set(key, preparation);
            return preparation;
          },
        }
      );
    },
  };
}

interface Rules {
  model: CostModel;
  policy: ScopePolicy;
  hideSuggestions: boolean;
}

function prepare(
  { model, policy, hideSuggestions }: Rules,
  text: string,
  operationName: string,
): Preparation {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    return withoutStacks(() => [withCode('GRAPHQL_PARSE_FAILED', thrown)]);
  }
  const errors = validate(model.schema, document, undefined, { hideSuggestions, maxErrors });
  if (errors.length > 0)
    return withoutStacks(() => errors.map((error) => withCode('GRAPHQL_VALIDATION_FAILED', error)));
  const operation = getOperationAST(document, operationName || null);
  if (operation == null) return [noOperation(operationName)];
  try {
    const guarded = policy(document, operation);
    return {
      document,
      operation,
      guarded,
      query: compileQuery(model.schema, document, operation),
      key: hash('sha256', `${operationName} ${text}`, 'base64url'),
      isShareable: guarded.length === 0 && operation.operation !== 'mutation',
      cost: compileOperation(model, document, operationName || null),
    };
  } catch (thrown) {
    if (thrown instanceof DocumentTooComplexError) return [tooComplex(thrown)];
    throw thrown;
  }
}

/** Copies the error with positions instead of nodes, so that a cached error does not retain the document. */
const withCode = (
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED',
  { message, source, positions }: GraphQLError,
): GraphQLError => failure(code, message, {}, { source, positions });

/**
 * V8 retains the frames of a stack trace until it is read: for a cached error, megabytes of validator state.
 */
function withoutStacks<Result>(make: () => Result): Result {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

const tooComplex = ({ measure, limit }: DocumentTooComplexError): GraphQLError =>
  failure(
    'DOCUMENT_LIMIT_EXCEEDED',
    measure === 'depth'
      ? `With fragments spread, selections are nested deeper than ${limit} levels. Ask for less depth.`
      : `With fragments spread, the document has more than ${limit} selections. Ask for fewer fields, or spread fewer fragments.`,
  );

const noOperation = (name: string): GraphQLError =>
  failure(
    'BAD_USER_INPUT',
    name === ''
      ? 'The document has no operation, or several. Send `operationName` to choose one.'
      : 'The document has no operation with the name in `operationName`. Send the name of one of its operations.',
  );
