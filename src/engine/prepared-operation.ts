import { hash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { failure } from '../graphql/errors.ts';
import { type CompiledCost, compileOperation } from '../guard/cost/compile-operation.ts';
import { type CostModel, costModel } from '../guard/cost/cost-model.ts';
import { DocumentTooComplexError } from '../guard/cost/plan.ts';
import { type DocumentLimits, measureDocument } from '../guard/document-limits.ts';
import { type Guarded, type ScopePolicy, scopePolicy } from '../guard/scopes.ts';
import { type CompiledQuery, compileQuery } from './compiled-query.ts';

/** What of an operation does not change from request to request. */
export interface PreparedOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  cost: CompiledCost;
  /** Runs it without the executor; undefined for what only that can run. */
  query: CompiledQuery | undefined;
  /** What it selects that not everybody may. */
  guarded: readonly Guarded[];
  /** Names document and operation among all. */
  key: string;
  /** Whether its answer is the same for everybody who sees no drafts. */
  isPublic: boolean;
}

export type Preparation = PreparedOperation | readonly GraphQLError[];

export const isRefused = (preparation: Preparation): preparation is readonly GraphQLError[] =>
  Array.isArray(preparation);

/** Documents that were sent before are not parsed and validated again. What is kept of one takes many times the memory of its text. */
const cachedDocuments = 1_000;
const cachedCharacters = 2_000_000;

/** How many faults of a document are told: made to have hundreds, it would cost much to tell them all. */
const maxErrors = 20;

/**
 * After the idea of prepared statements: text and operation name give a parsed and validated operation, or why there is none. A text
 * beyond the limits is not even parsed: DOCUMENT_LIMIT_EXCEEDED is thrown.
 */
export function createPreparation(
  schema: GraphQLSchema,
  limits: DocumentLimits,
): (text: string, operationName: string | undefined) => Preparation {
  const cache = new LRUCache<string, Preparation>({
    max: cachedDocuments,
    maxSize: cachedCharacters,
    sizeCalculation: (_preparation, key) => key.length + 1,
  });
  const model = costModel(schema);
  const policy = scopePolicy(schema);
  return (text, operationName = '') => {
    const key = `${operationName}\n${text}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    measureDocument(text, limits);
    const preparation = prepare(model, policy, text, operationName);
    cache.set(key, preparation);
    return preparation;
  };
}

function prepare(model: CostModel, policy: ScopePolicy, text: string, operationName: string): Preparation {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    return withoutStacks(() => [coded('GRAPHQL_PARSE_FAILED', thrown)]);
  }
  const errors = validate(model.schema, document, undefined, { hideSuggestions: true, maxErrors });
  if (errors.length > 0) return withoutStacks(() => errors.map(invalid));
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
      isPublic: guarded.length === 0 && isPublic(document, operation),
      cost: compileOperation(model, document, operationName || null),
    };
  } catch (thrown) {
    if (thrown instanceof DocumentTooComplexError) return [tooComplex(thrown)];
    throw thrown;
  }
}

/** Fields whose value depends on who asks, or that only the asker should hold. */
const personalFields = new Set(['viewer', 'budget', 'viewerVote', 'vote']);

function isPublic(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation === 'mutation') return false;
  let isPersonal = false;
  visit(document, {
    Field: ({ name }) => {
      isPersonal ||= personalFields.has(name.value);
    },
  });
  return !isPersonal;
}

/** By place instead of node: what is kept of a refusal shall not hold the document. */
const coded = (
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED',
  { message, source, positions }: GraphQLError,
): GraphQLError => failure(code, message, {}, { source, positions });

const invalid = (error: GraphQLError): GraphQLError => coded('GRAPHQL_VALIDATION_FAILED', error);

/** Nobody reads the stack of a refusal, and while it is not read it holds all that its frames held: megabytes of a validator's state. */
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
      ? `The selections are nested deeper than ${limit} levels once fragments are spread. Ask for less depth.`
      : `The document has more than ${limit} selections once fragments are spread. Ask for fewer fields, or spread fewer fragments.`,
  );

const noOperation = (name: string): GraphQLError =>
  failure(
    'BAD_USER_INPUT',
    name === ''
      ? 'The document has no operation, or several. Send `operationName` to say which one is meant.'
      : 'The document has no operation of the name in `operationName`. Send the name of one that it has.',
  );
