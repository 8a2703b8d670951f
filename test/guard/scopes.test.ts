import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { isScope, type Scope, scopes } from '../../src/access/scope.ts';
import { anonymous, type Viewer } from '../../src/access/viewer.ts';
import { scopeErrors, scopePolicy } from '../../src/guard/scopes.ts';

const directive = 'directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT';

const schema = buildSchema(`
  ${directive}
  type Query {
    survey: Survey
    node: Node
    search: [Hit!]
    trail: [Entry!] @requiresScopes(scopes: [["audit:read"]])
    either: Int @requiresScopes(scopes: [["votes:import", "audit:read"], ["drafts:read"]])
    self: Query
  }
  type Mutation {
    openSurvey: Int @requiresScopes(scopes: [["surveys:write"]])
    castVote: Int @requiresScopes(scopes: ["votes:cast"])
    ping: Int
  }
  type Subscription {
    edits: Int @requiresScopes(scopes: "audit:read")
  }
  interface Node { id: ID  secret: Int  marked: Int @requiresScopes(scopes: [["votes:import"]]) }
  type Survey implements Node { id: ID  secret: Int  marked: Int  draft: Int @requiresScopes(scopes: [["drafts:read"]]) }
  type Article implements Node { id: ID  secret: Int @requiresScopes(scopes: [["articles:write"]])  marked: Int }
  type Ledger @requiresScopes(scopes: [["audit:read"]]) { total: Int }
  union Hit = Survey | Ledger
  type Entry { at: Int }
`);
const policy = scopePolicy(schema);

const viewerWith = (...granted: Scope[]): Viewer => ({
  ...anonymous,
  kind: 'API_KEY',
  scopes: new Set(granted),
});

function guardedBy(text: string, operationName?: string) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document, operationName);
  if (operation == null) throw new Error('No operation');
  return policy(document, operation);
}

describe('the fields of an operation that require scopes', () => {
  test.each([
    ['a public field', '{ survey { id secret } }', []],
    ['a guarded field', '{ trail { at } }', ['Query.trail']],
    ['an alias', '{ x: trail { at } y: trail { at } }', ['Query.trail']],
    ['a field under @skip', '{ trail @skip(if: true) { at } }', ['Query.trail']],
    [
      'a field under @include',
      'query($no: Boolean = false) { trail @include(if: $no) { at } }',
      ['Query.trail'],
    ],
    ['an inline fragment', '{ ... { ... on Query { trail { at } } } }', ['Query.trail']],
    [
      'a fragment',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { trail { at } }',
      ['Query.trail'],
    ],
    [
      'a fragment under @include',
      '{ ...A @include(if: false) } fragment A on Query { trail { at } }',
      ['Query.trail'],
    ],
    ['a nested field', '{ self { self { self { survey { draft } } } } }', ['Survey.draft']],
    ['a field of one member of an interface', '{ node { ... on Survey { draft } } }', ['Survey.draft']],
    ['a field of an interface', '{ node { secret } }', ['Article.secret']],
    ['the same field on an unguarded member', '{ node { ... on Survey { secret } } }', []],
    ['a field that its interface guards', '{ survey { marked } }', ['Survey.marked']],
    ['the same field of the interface', '{ node { marked } }', ['Survey.marked', 'Article.marked']],
    ['any field of a guarded type', '{ search { ... on Ledger { total } } }', ['Ledger.total']],
    ['__typename of a guarded type', '{ search { __typename } }', ['Ledger.__typename']],
    ['__typename of an unguarded member', '{ search { ... on Survey { __typename } } }', []],
    ['a mutation', 'mutation { openSurvey castVote ping }', ['Mutation.openSurvey', 'Mutation.castVote']],
    ['a subscription', 'subscription { edits }', ['Subscription.edits']],
    ['introspection', '{ __schema { types { name fields { name } } } __typename }', []],
  ])('are found for %s', (_name, text, coordinates) => {
    expect(guardedBy(text).map(({ coordinate }) => coordinate)).toEqual(coordinates);
  });

  test('are those of the named operation, not of others in the document', () => {
    const text = 'query A { survey { id } } query B { trail { at } }';
    expect(guardedBy(text, 'A')).toEqual([]);
    expect(guardedBy(text, 'B')).toHaveLength(1);
  });

  test('are found in a document of many fragments by visiting each once', () => {
    const levels = 200;
    const fragments = Array.from(
      { length: levels },
      (_, level) =>
        `fragment F${level} on Query { a${level}: self { ...F${level + 1} } b${level}: self { ...F${level + 1} } }`,
    );
    const document = parse(`{ ...F0 } ${fragments.join(' ')} fragment F${levels} on Query { trail { at } }`);
    const operation = getOperationAST(document);
    expect(operation && policy(document, operation)).toHaveLength(1);
  });

  test('are found in a cycle of fragments', () => {
    const document = parse('{ ...A } fragment A on Query { ...B trail { at } } fragment B on Query { ...A }');
    const operation = getOperationAST(document);
    expect(operation && policy(document, operation)).toHaveLength(1);
  });
});

describe('a viewer', () => {
  const everyScope = Object.keys(scopes).filter(isScope);
  const guardedFields = [
    { text: '{ trail { at } }', allowedBy: ['audit:read'] },
    { text: '{ either }', allowedBy: ['drafts:read'] },
    { text: '{ survey { draft } }', allowedBy: ['drafts:read'] },
    { text: '{ node { secret } }', allowedBy: ['articles:write'] },
    { text: 'mutation { openSurvey }', allowedBy: ['surveys:write'] },
    { text: 'mutation { castVote }', allowedBy: ['votes:cast'] },
    { text: 'subscription { edits }', allowedBy: ['audit:read'] },
  ];
  const matrix = guardedFields.flatMap(({ text, allowedBy }) =>
    everyScope.map((scope) => ({ text, scope, isAllowed: allowedBy.includes(scope) })),
  );

  test.each(matrix)('with the scope $scope may run $text: $isAllowed', ({ text, scope, isAllowed }) => {
    const codes = scopeErrors(guardedBy(text), viewerWith(scope)).map(({ extensions }) => extensions.code);
    expect(codes).toEqual(isAllowed ? [] : ['FORBIDDEN']);
  });

  test.each(guardedFields)('without a key gets UNAUTHENTICATED for $text', ({ text }) => {
    const errors = scopeErrors(guardedBy(text), anonymous);
    expect(errors.map(({ extensions }) => extensions)).toMatchObject([
      { code: 'UNAUTHENTICATED', http: { status: 401 } },
    ]);
  });

  test('needs every scope of one list', () => {
    const guarded = guardedBy('{ either }');
    expect(scopeErrors(guarded, viewerWith('votes:import', 'audit:read'))).toEqual([]);
    expect(scopeErrors(guarded, viewerWith('votes:import')).map(({ message }) => message)).toEqual([
      '`Query.either` needs the scope `votes:import` and `audit:read`, or `drafts:read`, which this key lacks. Use one that has it, or leave the field out.',
    ]);
  });

  test('gets an error for each field with its scopes and location', () => {
    const guarded = guardedBy('mutation {\n  openSurvey\n  castVote\n}');
    const errors = scopeErrors(guarded, viewerWith('drafts:read'));
    expect(errors.map(({ extensions, locations }) => ({ ...extensions, locations }))).toMatchObject([
      { field: 'Mutation.openSurvey', requires: [['surveys:write']], locations: [{ line: 2, column: 3 }] },
      { field: 'Mutation.castVote', requires: [['votes:cast']], locations: [{ line: 3, column: 3 }] },
    ]);
  });
});

describe('a schema', () => {
  test.each([
    ['["everything"]', 'names "everything", which is not a scope'],
    ['[["audit:read", "toString"]]', 'names "toString", which is not a scope'],
    ['[]', 'allows everyone'],
    ['[[]]', 'allows everyone'],
    ['[["audit:read"], []]', 'allows everyone'],
  ])('with the scopes %s is invalid', (value, fault) => {
    const text = `${directive} type Query { a: Int @requiresScopes(scopes: ${value}) }`;
    expect(() => scopePolicy(buildSchema(text))).toThrow(`@requiresScopes on Query.a ${fault}`);
  });

  test('can require scopes in an extension', () => {
    const extended = buildSchema(
      `${directive} type Query { a: Int } extend type Query { b: Int @requiresScopes(scopes: [["audit:read"]]) }`,
    );
    const document = parse('{ a b }');
    const operation = getOperationAST(document);
    expect(operation && scopePolicy(extended)(document, operation)).toMatchObject([
      { coordinate: 'Query.b' },
    ]);
  });
});
