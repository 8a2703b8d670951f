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
import { type CompiledCost, compileOperation } from '../guard/cost/compile-operation.ts';
import { type CostModel, costModel } from '../guard/cost/cost-model.ts';
import { DocumentTooComplexError } from '../guard/cost/plan.ts';
import { type DocumentLimits, measureDocument } from '../guard/document-limits.ts';
import { preparationPoints } from '../guard/preparation-points.ts';
import { type Guarded, type ScopePolicy, scopePolicy } from '../guard/scopes.ts';
import { type CompiledQuery, compileQuery } from './compiled-query.ts';

/** What stays the same for every request with this document and operation name. */
export interface PreparedOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  cost: CompiledCost;
  /** Runs the query without the executor; undefined for operations that only the executor can run. */
  query: CompiledQuery | undefined;
  /** The selected fields that need scopes. */
  guarded: readonly Guarded[];
  /** Identifies document and operation. */
  key: string;
  /** Whether responses may be shared between callers, as long as executing it reads nothing private. */
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

/** A document that was not prepared before. */
export interface NewDocument {
  /** Identifies document and operation name. */
  key: string;
  /** What preparing it costs, in points. */
  points: number;
  /** Whether another request has prepared it since it was found. */
  isPrepared: () => boolean;
  prepare: () => Preparation;
}

export interface DocumentCache {
  /**
   * The preparation of a document sent before; else the document is only measured, so that preparing it can be
   * paid for first. Throws DOCUMENT_LIMIT_EXCEEDED for a document beyond the limits.
   */
  find: (document: RequestedDocument) => Preparation | NewDocument;
}

export const isNewDocument = (found: Preparation | NewDocument): found is NewDocument => 'prepare' in found;

/** A prepared operation takes many times the memory of its text. */
const cachedOperations = 1_000;
const cachedCharacters = 2_000_000;

/** Refusals have a cache of their own: anyone can cause them, and they must not displace operations that run. */
const cachedRefusals = 200;
const cachedRefusalCharacters = 400_000;

/** Errors reported for one document. Reporting hundreds would cost more than finding them. */
const maxErrors = 20;

/** Parses, validates, prices and compiles documents, once for all requests that send the same text. */
export function createDocumentCache(schema: GraphQLSchema, limits: DocumentLimits): DocumentCache {
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
  const model = costModel(schema);
  const policy = scopePolicy(schema);
  return {
    find: ({ text, operationName = '' }) => {
      // An operation name is a GraphQL Name, so the first space ends it: no two requests share a key by chance.
      const key = `${operationName} ${text}`;
      const cached = (): Preparation | undefined => operations.get(key) ?? refusals.get(key);
      return (
        cached() ?? {
          points: preparationPoints(measureDocument(text, limits)),
          key,
          isPrepared: () => cached() !== undefined,
          prepare: () => {
            const known = cached();
            if (known !== undefined) return known;
            const preparation = prepare(model, policy, text, operationName);
            if (isRefused(preparation)) refusals.set(key, preparation);
            else operations.set(key, preparation);
            return preparation;
          },
        }
      );
    },
  };
}

function prepare(model: CostModel, policy: ScopePolicy, text: string, operationName: string): Preparation {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    return withoutStacks(() => [withCode('GRAPHQL_PARSE_FAILED', thrown)]);
  }
  const errors = validate(model.schema, document, undefined, { hideSuggestions: true, maxErrors });
  if (errors.length > 0)
    return withoutStacks(() => errors.map((error) => withCode('GRAPHQL_VALIDATION_FAILED', error)));
  const operation = getOperationAST(document, operationName || null);
  if (operation == null) return [noOperation(operationName)];
  try {
    const guarded = policy.guardedFields(document, operation);
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

/** Keeps the position instead of the node: a cached error must not keep the document in memory. */
const withCode = (
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED',
  { message, source, positions }: GraphQLError,
): GraphQLError => failure(code, message, {}, { source, positions });

/** An unread stack trace keeps its frames alive: for a cached error, megabytes of the validator's state. */
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
      : 'The document has no operation with the name in `operationName`. Send the name of one that it has.',
  );
