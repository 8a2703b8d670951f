import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { measureDocument } from '../../src/guard/document-limits.ts';
import {
  createPersistedCache,
  type DocumentParams,
  ManifestError,
  type PersistedOperations,
  registeredOperations,
  resolvePersisted,
  sha256Of,
} from '../../src/guard/persisted-operations.ts';

const text = '{ narrative(slug: "depin") { name } }';
const sha256 = sha256Of(text);
const named = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });

const cacheOf = ({ entries = 10, bytes = 10_000 } = {}) =>
  createPersistedCache({ entries, bytes, measure: measureDocument });

/** The text, or the code of the refusal. */
function outcome(params: DocumentParams, store: PersistedOperations): string {
  try {
    return resolvePersisted(params, store);
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return String(thrown.extensions.code);
    throw thrown;
  }
}

describe('automatic persisted operations', () => {
  test('are known by their hash once text and hash were sent together', () => {
    const store = cacheOf();
    expect(outcome({ extensions: named(sha256) }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(outcome({ query: text, extensions: named(sha256) }, store)).toBe(text);
    expect(outcome({ extensions: named(sha256) }, store)).toBe(text);
    expect(outcome({ query: text, extensions: named(sha256) }, store)).toBe(text);
  });

  test('are not kept for a text that was sent without a hash', () => {
    const store = cacheOf();
    expect(outcome({ query: text }, store)).toBe(text);
    expect(outcome({ extensions: named(sha256) }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('cannot be passed off under the hash of another', () => {
    const store = cacheOf();
    expect(outcome({ query: '{ other }', extensions: named(sha256) }, store)).toBe('BAD_USER_INPUT');
    expect(outcome({ extensions: named(sha256) }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
    resolvePersisted({ query: text, extensions: named(sha256) }, store);
    expect(outcome({ query: '{ other }', extensions: named(sha256) }, store)).toBe('BAD_USER_INPUT');
    expect(outcome({ extensions: named(sha256) }, store)).toBe(text);
  });

  test.each([
    ['no document', {}],
    ['no document but other extensions', { extensions: { tracing: true } }],
    ['a text that is none', { query: 5 }],
    ['another version', { query: text, extensions: named(sha256, 2) }],
    ['a hash in capitals', { extensions: named(sha256.toUpperCase()) }],
    ['a hash that is too short', { extensions: named(sha256.slice(1)) }],
    ['a hash that is a number', { extensions: named(7) }],
    ['a hash that is a prototype’s key', { extensions: named('__proto__') }],
    ['nothing persisted', { extensions: { persistedQuery: null } }],
    ['a list', { extensions: { persistedQuery: [1, sha256] } }],
    ['extensions that are none', { extensions: 'persistedQuery' }],
  ])('are refused for %s', (_name, params) => {
    expect(outcome(params, cacheOf())).toBe('BAD_USER_INPUT');
  });

  test('are under the limits of every document, and what is refused is not kept', () => {
    const store = cacheOf();
    const deep = `${'{a'.repeat(50)}${'}'.repeat(50)}`;
    const extensions = named(sha256Of(deep));
    expect(outcome({ query: deep, extensions }, store)).toBe('DOCUMENT_LIMIT_EXCEEDED');
    expect(outcome({ extensions }, store)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test.each([
    ['entries', { entries: 3 }],
    ['bytes', { bytes: 3 * 2 * (64 + 40) }],
  ])('are kept within bounds of %s; the longest unused gives way', (_name, bounds) => {
    const store = cacheOf(bounds);
    const texts = Array.from({ length: 4 }, (_, index) => `{ a${index} }`.padEnd(40));
    const keep = (one: string) => resolvePersisted({ query: one, extensions: named(sha256Of(one)) }, store);
    const isKept = (one: string) => outcome({ extensions: named(sha256Of(one)) }, store) === one;
    for (const one of texts.slice(0, 3)) keep(one);
    expect(isKept(texts[0] ?? '')).toBe(true);
    keep(texts[3] ?? '');
    expect(texts.map(isKept)).toEqual([true, false, true, true]);
  });
});

describe('registered operations', () => {
  const manifests = {
    'from hash to text': { [sha256]: text },
    'of Apollo’s kind': {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: sha256, body: text }],
    },
  };

  test.each(Object.entries(manifests))('are read from a manifest %s', (_name, manifest) => {
    const store = registeredOperations(manifest);
    expect(outcome({ extensions: named(sha256) }, store)).toBe(text);
    expect(outcome({ query: text }, store)).toBe(text);
    expect(outcome({ query: text, extensions: named(sha256) }, store)).toBe(text);
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
    ['nothing', {}, 'PERSISTED_QUERY_NOT_FOUND'],
  ])('leave out %s', (_name, params, code) => {
    const store = registeredOperations({ [sha256]: text });
    expect(outcome(params, store)).toBe(code);
    expect(outcome(params, store)).toBe(code);
  });

  test.each([
    ['a list', [], 'no JSON object'],
    ['nothing', null, 'no JSON object'],
    ['a hash of another text', { [sha256]: '{ other }' }, 'is not the SHA-256'],
    ['a text that is none', { [sha256]: 5 }, 'without a hash or a text'],
    ['an operation that is none', { operations: ['x'] }, 'without a hash or a text'],
  ])('are not read from %s', (_name, manifest, fault) => {
    expect(() => registeredOperations(manifest)).toThrow(ManifestError);
    expect(() => registeredOperations(manifest)).toThrow(fault);
  });
});
