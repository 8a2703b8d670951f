import { hash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { measureDocument } from '../../src/guard/document-limits.ts';
import { ManifestError, registeredOperations } from '../../src/guard/operation-manifest.ts';
import {
  createPersistedCache,
  type DocumentParams,
  type PersistedOperations,
  resolvePersisted,
  sha256Of,
} from '../../src/guard/persisted-operations.ts';

const text = '{ narrative(slug: "depin") { name } }';
const sha256 = sha256Of(text);
const md5 = hash('md5', text);
const named = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });

const cacheOf = ({ entries = 10, bytes = 10_000 } = {}) =>
  createPersistedCache({ entries, bytes, measure: measureDocument });

/** The document, or the code of the error. */
function resolve(params: DocumentParams, store: PersistedOperations): string {
  try {
    return resolvePersisted(params, store);
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return String(thrown.extensions.code);
    throw thrown;
  }
}

describe('automatic persisted operations', () => {
  test('are accepted by hash after the text and hash were sent together', () => {
    const store = cacheOf();
    expect(resolve({ extensions: named(sha256) }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(resolve({ query: text, extensions: named(sha256) }, store)).toBe(text);
    expect(resolve({ extensions: named(sha256) }, store)).toBe(text);
    expect(resolve({ query: text, extensions: named(sha256) }, store)).toBe(text);
  });

  test('are stored under one identifier for `documentId` and `extensions`', () => {
    const store = cacheOf();
    const documentId = `sha256:${sha256}`;
    expect(resolve({ documentId }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(resolve({ query: text, extensions: named(sha256) }, store)).toBe(text);
    expect(resolve({ documentId }, store)).toBe(text);
    expect(resolve({ documentId, query: '' }, store)).toBe(text);
    expect(resolve({ documentId, query: '{ other }' }, store)).toBe('BAD_USER_INPUT');
    expect(resolve({ documentId, extensions: named(sha256) }, store)).toBe(text);
    const other = '{ other }';
    expect(resolve({ documentId: `sha256:${sha256Of(other)}`, query: other }, store)).toBe(other);
    expect(resolve({ extensions: named(sha256Of(other)) }, store)).toBe(other);
  });

  test('are not found with the message by which clients recognise it', () => {
    expect(() => resolvePersisted({ extensions: named(sha256) }, cacheOf())).toThrow(
      /^PersistedQueryNotFound$/,
    );
  });

  test('are not stored when the text is sent without a hash', () => {
    const store = cacheOf();
    expect(resolve({ query: text }, store)).toBe(text);
    expect(resolve({ extensions: named(sha256) }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('cannot be stored under the hash of another text', () => {
    const store = cacheOf();
    expect(resolve({ query: '{ other }', extensions: named(sha256) }, store)).toBe('BAD_USER_INPUT');
    expect(resolve({ extensions: named(sha256) }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
    resolvePersisted({ query: text, extensions: named(sha256) }, store);
    expect(resolve({ query: '{ other }', extensions: named(sha256) }, store)).toBe('BAD_USER_INPUT');
    expect(resolve({ extensions: named(sha256) }, store)).toBe(text);
  });

  test.each([
    ['no document', {}],
    ['other extensions without a document', { extensions: { tracing: true } }],
    ['a query that is a number', { query: 5 }],
    ['another version', { query: text, extensions: named(sha256, 2) }],
    ['a hash in capitals', { extensions: named(sha256.toUpperCase()) }],
    ['a hash that is too short', { extensions: named(sha256.slice(1)) }],
    ['a hash that is a number', { extensions: named(7) }],
    ['a hash that is a prototype’s key', { extensions: named('__proto__') }],
    ['a null persistedQuery', { extensions: { persistedQuery: null } }],
    ['a persistedQuery that is a list', { extensions: { persistedQuery: [1, sha256] } }],
    ['extensions that are a string', { extensions: 'persistedQuery' }],
    ['a document id without a prefix', { documentId: sha256 }],
    ['a document id with another prefix', { documentId: `md5:${sha256}` }],
    ['a document id in capitals', { documentId: `sha256:${sha256.toUpperCase()}` }],
    ['a document id that is too short', { documentId: `sha256:${sha256.slice(1)}` }],
    ['a document id that is a prototype’s key', { documentId: '__proto__' }],
    [
      'two identifiers of different documents',
      { documentId: `sha256:${sha256}`, extensions: named(sha256Of('{ other }')) },
    ],
  ])('reject %s', (_name, params) => {
    expect(resolve(params, cacheOf())).toBe('BAD_USER_INPUT');
  });

  test('must meet the document limits to be stored', () => {
    const store = cacheOf();
    const deep = `${'{a'.repeat(50)}${'}'.repeat(50)}`;
    const extensions = named(sha256Of(deep));
    expect(resolve({ query: deep, extensions }, store)).toBe('DOCUMENT_LIMIT_EXCEEDED');
    expect(resolve({ extensions }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test.each([
    ['entries', { entries: 3 }],
    ['bytes', { bytes: 3 * 2 * (64 + 40) }],
  ])('are evicted by least recent use when a limit on %s is reached', (_name, bounds) => {
    const store = cacheOf(bounds);
    const texts = Array.from({ length: 4 }, (_, index) => `{ a${index} }`.padEnd(40));
    const send = (query: string) => resolvePersisted({ query, extensions: named(sha256Of(query)) }, store);
    const isStored = (query: string) => resolve({ extensions: named(sha256Of(query)) }, store) === query;
    for (const query of texts.slice(0, 3)) send(query);
    expect(isStored(texts[0] ?? '')).toBe(true);
    send(texts[3] ?? '');
    expect(texts.map(isStored)).toEqual([true, false, true, true]);
  });
});

describe('registered operations', () => {
  const manifests = {
    'from hash to text': { [sha256]: text },
    'from hash with its prefix to text, as codegen writes it': { [`sha256:${sha256}`]: text },
    'from MD5 to text, as Relay writes it': { [md5]: text },
    'from SHA-1 to text': { [hash('sha1', text)]: text },
    'in Apollo’s format': {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: sha256, name: 'Depin', type: 'query', body: text }],
    },
  };

  test.each(Object.entries(manifests))('are read from a manifest %s', (_name, manifest) => {
    const store = registeredOperations(manifest);
    expect(resolve({ extensions: named(sha256) }, store)).toBe(text);
    expect(resolve({ documentId: `sha256:${sha256}` }, store)).toBe(text);
    expect(resolve({ documentId: sha256 }, store)).toBe(text);
    expect(resolve({ query: text }, store)).toBe(text);
    expect(resolve({ query: text, extensions: named(sha256) }, store)).toBe(text);
  });

  test('are found by the identifier of the manifest', () => {
    const store = registeredOperations({ [md5]: text });
    expect(resolve({ documentId: md5 }, store)).toBe(text);
    expect(resolve({ documentId: md5, query: text }, store)).toBe(text);
    expect(resolve({ documentId: md5, query: '{ other }' }, store)).toBe('BAD_USER_INPUT');
    expect(resolve({ documentId: md5.replace(/./, 'g') }, store)).toBe('BAD_USER_INPUT');
    expect(resolve({ documentId: hash('md5', 'other') }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test.each([
    ['another text', { query: '{ other }' }, 'PERSISTED_QUERY_NOT_FOUND'],
    [
      'another text with its hash',
      { query: '{ b }', extensions: named(sha256Of('{ b }')) },
      'PERSISTED_QUERY_NOT_FOUND',
    ],
    ['another text with a registered hash', { query: '{ b }', extensions: named(sha256) }, 'BAD_USER_INPUT'],
    ['an unknown hash', { extensions: named('0'.repeat(64)) }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['a request without a document', {}, 'PERSISTED_QUERY_NOT_FOUND'],
  ])('reject %s', (_name, params, code) => {
    const store = registeredOperations({ [sha256]: text });
    expect(resolve(params, store)).toBe(code);
    expect(resolve(params, store)).toBe(code);
  });

  test.each([
    ['a list', [], 'not a JSON object'],
    ['null', null, 'not a JSON object'],
    ['a hash of another text', { [sha256]: '{ other }' }, 'is not the SHA-256'],
    ['a text that is a number', { [sha256]: 5 }, 'without a hash or a text'],
    ['an operation that is a string', { operations: ['x'] }, 'without a hash or a text'],
    ['a short hash', { [sha256.slice(1)]: text }, 'is not the SHA-256'],
    ['an MD5 with the prefix of SHA-256', { [`sha256:${md5}`]: text }, 'is not the SHA-256'],
    ['operations that are an object', { operations: { [sha256]: text } }, 'is not a list'],
    [
      'another format of operations',
      { format: 'other', operations: [{ id: sha256, body: text }] },
      'is not `apollo-persisted-query-manifest`, version 1',
    ],
    ['a later version', { version: 2, operations: [{ id: sha256, body: text }] }, 'version 1'],
  ])('are not read from %s', (_name, manifest, fault) => {
    expect(() => registeredOperations(manifest)).toThrow(ManifestError);
    expect(() => registeredOperations(manifest)).toThrow(fault);
  });
});
