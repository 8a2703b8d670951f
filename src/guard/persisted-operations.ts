import { hash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { badUserInput, failure } from '../graphql/errors.ts';

/** Texts by the SHA-256 of their UTF-8, in lower-case hexadecimal. */
export interface PersistedOperations {
  get: (sha256: string) => string | undefined;
  /** Keeps a text whose hash was checked; undefined when only registered operations are accepted. */
  remember: ((sha256: string, text: string) => void) | undefined;
}

/** What of a request's parameters says which document is meant. */
export interface DocumentParams {
  query?: unknown;
  extensions?: unknown;
}

export const sha256Of = (text: string): string => hash('sha256', text);

export interface PersistedCacheOptions {
  /** How many texts are kept, and how many bytes they have together (in UTF-16); the longest unused give way. */
  entries: number;
  bytes: number;
  /** Throws when a text is larger than a document may be, so that none is kept that would be refused. */
  measure: (text: string) => void;
}

/** Automatic persisted operations, by Apollo's protocol: a client that sends a text with its hash may send the hash alone afterwards. */
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
    remember: (sha256, text) => {
      measure(text);
      cache.set(sha256, text);
    },
  };
}

/** The manifest cannot be used; the message is one line for the operator. */
export class ManifestError extends Error {
  override name = 'ManifestError';
}

/**
 * The mode that answers registered operations only. The manifest is a JSON object from hash to text, or Apollo's
 * (`operations: [{ id, body }]`). Throws ManifestError when it is neither, or when a hash is not that of its text.
 */
export function registeredOperations(manifest: unknown): PersistedOperations {
  const texts = new Map(entriesOf(manifest));
  for (const [id, text] of texts) {
    if (id !== sha256Of(text))
      throw new ManifestError(`${JSON.stringify(id)} is not the SHA-256 of its operation.`);
  }
  return { get: (sha256) => texts.get(sha256), remember: undefined };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function entriesOf(manifest: unknown): [id: string, text: string][] {
  if (!isObject(manifest)) throw new ManifestError('The manifest is no JSON object.');
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
 * The text of the document that a request means: the one that it carries, or the one that it names by its hash. Throws
 * PERSISTED_QUERY_NOT_FOUND, or BAD_USER_INPUT when the request is none of the protocol.
 */
export function resolvePersisted({ query, extensions }: DocumentParams, store: PersistedOperations): string {
  if (query != null && typeof query !== 'string') {
    throw badUserInput('query', '`query` is no string. Send the document as text.');
  }
  const sha256 = hashIn(extensions);
  if (store.remember === undefined) return registered(store, sha256, query ?? undefined);
  if (sha256 === undefined) {
    if (query == null)
      throw badUserInput('query', '`query` is missing. Send the document as text, or its hash.');
    return query;
  }
  const known = store.get(sha256);
  if (query == null)
    return known ?? missing('No document is known by this hash. Send it together with its hash once.');
  if (known === query) return known;
  if (sha256Of(query) !== sha256) throw mismatch();
  store.remember(sha256, query);
  return query;
}

function registered(
  store: PersistedOperations,
  sha256: string | undefined,
  query: string | undefined,
): string {
  if (sha256 !== undefined && query !== undefined && sha256Of(query) !== sha256) throw mismatch();
  const asked = sha256 ?? (query === undefined ? undefined : sha256Of(query));
  const text = asked === undefined ? undefined : store.get(asked);
  return (
    text ??
    missing(
      'Only operations that were registered beforehand are answered here. Have this one registered, or use another.',
    )
  );
}

function missing(message: string): never {
  throw failure('PERSISTED_QUERY_NOT_FOUND', message);
}

const mismatch = (): GraphQLError =>
  badUserInput(
    'extensions',
    'The hash is not the SHA-256 of `query`. Send the hash of exactly the text that is sent.',
  );

/** The hash that `extensions.persistedQuery` names; undefined when the request does not use the protocol. */
function hashIn(extensions: unknown): string | undefined {
  if (!isObject(extensions) || !Object.hasOwn(extensions, 'persistedQuery')) return undefined;
  const { persistedQuery } = extensions;
  if (isObject(persistedQuery) && persistedQuery.version === 1) {
    const { sha256Hash } = persistedQuery;
    if (typeof sha256Hash === 'string' && /^[0-9a-f]{64}$/.test(sha256Hash)) return sha256Hash;
  }
  throw badUserInput(
    'extensions',
    '`extensions.persistedQuery` is no {"version": 1, "sha256Hash": "..."} with 64 hexadecimal digits in lower case. Send it so, or leave it out.',
  );
}
