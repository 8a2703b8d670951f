import { hash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { badUserInput, failure } from '../graphql/errors.ts';

/** Documents by identifier: the SHA-256 of their UTF-8, in lower-case hexadecimal. */
export interface PersistedOperations {
  /** Registered documents are also found by the MD5 or SHA-1 under which a manifest lists them. */
  get: (identifier: string) => string | undefined;
  /**
   * Stores a document; the caller has checked the hash. Undefined when only
   * registered operations are accepted.
   */
  set: ((sha256: string, text: string) => void) | undefined;
}

/** The parameters of a request that identify its document. */
export interface DocumentParams {
  query?: unknown;
  /** A document identifier of the GraphQL over HTTP draft, such as `sha256:` and the hash. */
  documentId?: string | undefined;
  extensions?: unknown;
}

export const sha256Of = (text: string): string => hash('sha256', text);

export interface PersistedCacheOptions {
  /** At most so many documents; the least recently used are evicted. */
  entries: number;
  /** At most so many bytes of UTF-16 in total. */
  bytes: number;
  /** Throws when the document exceeds a limit, so that it is not stored. */
  measure: (text: string) => void;
}

/**
 * Automatic persisted queries: a client that has sent a document with its hash can send
 * the hash alone from then on.
 */
export function createPersistedCache({
  entries,
  bytes,
  measure,
}: PersistedCacheOptions): PersistedOperations {
  const cache = new LRUCache<string, string>({
    max: entries,
    maxSize: bytes,
    sizeCalculation: (text, key) => 2 * (text.length + key.length),
  });
  return {
    get: (sha256) => cache.get(sha256),
    set: (sha256, text) => {
      measure(text);
      cache.set(sha256, text);
    },
  };
}

/** The same store, with the operations that the server itself executes for its routes. */
export function withOperations(store: PersistedOperations, texts: readonly string[]): PersistedOperations {
  const known = new Map(texts.map((text) => [sha256Of(text), text]));
  return { ...store, get: (identifier) => known.get(identifier) ?? store.get(identifier) };
}

/**
 * The text of the request's document, which it sends or names by its hash. Throws
 * PERSISTED_QUERY_NOT_FOUND, or BAD_USER_INPUT when the parameters do not follow the protocol.
 */
export function resolvePersisted(params: DocumentParams, store: PersistedOperations): string {
  const identifier = identifierOf(params, store);
  const query = queryOf(params, identifier);
  if (store.set === undefined) return registered(params, store, identifier, query);
  if (identifier === undefined) {
    if (query === undefined)
      throw badUserInput('query', '`query` is missing. Send the document as text, or its hash.');
    return query;
  }
  const known = store.get(identifier);
  if (query === undefined) return known ?? notFound();
  if (known === query) return known;
  if (sha256Of(query) !== identifier) throw mismatch(params);
  store.set(identifier, query);
  return query;
}

function queryOf({ query }: DocumentParams, identifier: string | undefined): string | undefined {
  if (query != null && typeof query !== 'string') {
    throw badUserInput('query', '`query` is not a string. Send the document as text.');
  }
  // Clients whose build replaces documents by their hash print an empty document.
  return query == null || (query === '' && identifier !== undefined) ? undefined : query;
}

function registered(
  params: DocumentParams,
  store: PersistedOperations,
  identifier: string | undefined,
  query: string | undefined,
): string {
  const text = store.get(identifier ?? (query === undefined ? '' : sha256Of(query)));
  const isMismatched = identifier !== undefined && query !== undefined && query !== text;
  if (isMismatched && sha256Of(query) !== identifier) throw mismatch(params);
  if (text !== undefined) return text;
  throw failure(
    'PERSISTED_QUERY_NOT_FOUND',
    'Only registered operations are accepted here. Have this one registered, or use another.',
  );
}

/** Clients recognise this error by its message, and then send the document with its hash. */
function notFound(): never {
  throw failure('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', {
    remedy: 'No document is stored under this hash. Send it together with its hash once.',
  });
}

const mismatch = ({ documentId }: DocumentParams): GraphQLError =>
  badUserInput(
    documentId === undefined ? 'extensions' : 'documentId',
    'The hash is not the SHA-256 of `query`. Send the hash of exactly the same text.',
  );

/**
 * The identifier in `documentId` or in `extensions.persistedQuery`; undefined when the request uses
 * neither protocol.
 */
function identifierOf(
  { documentId, extensions }: DocumentParams,
  store: PersistedOperations,
): string | undefined {
  const sha256 = hashIn(extensions);
  if (documentId === undefined) return sha256;
  const prefixed = /^sha256:([0-9a-f]{64})$/.exec(documentId)?.[1];
  // A manifest can list documents by other hashes, which clients send as they are.
  const identifier = prefixed ?? (store.set === undefined ? bareHash.exec(documentId)?.[0] : undefined);
  if (identifier === undefined) {
    throw badUserInput(
      'documentId',
      '`documentId` is not `sha256:` and 64 hexadecimal digits in lower case. Send the SHA-256 of the document, or its text in `query`.',
    );
  }
  if (sha256 === undefined || sha256 === identifier) return identifier;
  throw badUserInput(
    'documentId',
    '`documentId` and `extensions.persistedQuery` name different documents. Send one of them.',
  );
}

/** An MD5, SHA-1 or SHA-256. */
const bareHash = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/;

function hashIn(extensions: unknown): string | undefined {
  if (!isObject(extensions) || !Object.hasOwn(extensions, 'persistedQuery')) return undefined;
  const { persistedQuery } = extensions;
  if (isObject(persistedQuery) && persistedQuery.version === 1) {
    const { sha256Hash } = persistedQuery;
    if (typeof sha256Hash === 'string' && /^[0-9a-f]{64}$/.test(sha256Hash)) return sha256Hash;
  }
  throw badUserInput(
    'extensions',
    '`extensions.persistedQuery` is not {"version": 1, "sha256Hash": "..."} with 64 hexadecimal digits in lower case. Correct it, or leave it out.',
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
