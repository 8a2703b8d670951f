import { hash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { badUserInput, failure } from '../graphql/errors.ts';

/** Documents by the SHA-256 of their UTF-8, in lower-case hexadecimal. */
export interface PersistedOperations {
  get: (sha256: string) => string | undefined;
  /**
   * Stores a document; the caller has checked the hash. Undefined when only
   * registered operations are accepted.
   */
  set: ((sha256: string, text: string) => void) | undefined;
}

/** The parameters of a request that identify its document. */
export interface DocumentParams {
  query?: unknown;
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

/** The manifest is invalid; the message is one line for the operator. */
export class ManifestError extends Error {
  override name = 'ManifestError';
}

/**
 * Accepts only the operations of a manifest: a JSON object from hash to text, or Apollo's
 * format (`operations: [{ id, body }]`). Throws ManifestError for another format, or when a
 * hash does not match its text.
 */
export function registeredOperations(manifest: unknown): PersistedOperations {
  const texts = new Map(entriesOf(manifest));
  for (const [id, text] of texts) {
    if (id !== sha256Of(text))
      throw new ManifestError(`${JSON.stringify(id)} is not the SHA-256 of its operation.`);
  }
  return { get: (sha256) => texts.get(sha256), set: undefined };
}

/** The same store, with the operations that the server itself executes for its routes. */
export function withOperations(store: PersistedOperations, texts: readonly string[]): PersistedOperations {
  const known = new Map(texts.map((text) => [sha256Of(text), text]));
  return { ...store, get: (sha256) => known.get(sha256) ?? store.get(sha256) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function entriesOf(manifest: unknown): [id: string, text: string][] {
  if (!isObject(manifest)) throw new ManifestError('The manifest is not a JSON object.');
  const entries: unknown[][] = Array.isArray(manifest.operations)
    ? manifest.operations.map((operation: unknown) =>
        isObject(operation) ? [operation.id, operation.body] : [],
      )
    : Object.entries(manifest);
  return entries.map(([id, text]) => {
    if (typeof id === 'string' && typeof text === 'string') return [id, text];
    throw new ManifestError('The manifest has an operation without a hash or a text.');
  });
}

/**
 * The text of the request's document, which it sends or names by its hash. Throws
 * PERSISTED_QUERY_NOT_FOUND, or BAD_USER_INPUT when the parameters do not follow the protocol.
 */
export function resolvePersisted({ query, extensions }: DocumentParams, store: PersistedOperations): string {
  if (query != null && typeof query !== 'string') {
    throw badUserInput('query', '`query` is not a string. Send the document as text.');
  }
  const sha256 = hashIn(extensions);
  if (store.set === undefined) return registered(store, sha256, query ?? undefined);
  if (sha256 === undefined) {
    if (query == null)
      throw badUserInput('query', '`query` is missing. Send the document as text, or its hash.');
    return query;
  }
  const known = store.get(sha256);
  if (query == null)
    return known ?? missing('No document is stored under this hash. Send it together with its hash once.');
  if (known === query) return known;
  if (sha256Of(query) !== sha256) throw mismatch();
  store.set(sha256, query);
  return query;
}

function registered(
  store: PersistedOperations,
  sha256: string | undefined,
  query: string | undefined,
): string {
  if (sha256 !== undefined && query !== undefined && sha256Of(query) !== sha256) throw mismatch();
  const hashed = sha256 ?? (query === undefined ? undefined : sha256Of(query));
  const text = hashed === undefined ? undefined : store.get(hashed);
  return (
    text ?? missing('Only registered operations are accepted here. Have this one registered, or use another.')
  );
}

function missing(message: string): never {
  throw failure('PERSISTED_QUERY_NOT_FOUND', message);
}

const mismatch = (): GraphQLError =>
  badUserInput(
    'extensions',
    'The hash is not the SHA-256 of `query`. Send the hash of exactly the same text.',
  );

/** The hash in `extensions.persistedQuery`; undefined when the request does not use the protocol. */
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
