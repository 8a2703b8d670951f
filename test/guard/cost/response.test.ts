import { describe, expect, test } from 'vitest';
import { compiled, modelOf } from './price.ts';

const model = modelOf(`
  interface Node { id: ID! }
  scalar Stamp @cost(weight: "0.5")
  type Author implements Node { id: ID!, name: String, books(first: Int = 10): [Book] @listSize(slicingArguments: ["first"]) }
  type Book implements Node @cost(weight: "2") { id: ID!, title: String, author: Author, stamps: [Stamp] @listSize(assumedSize: 4) }
  type Shelf @cost(weight: "0") { label: String, books: [Book] @listSize(assumedSize: 5) }
  type Query @cost(weight: "0") {
    node(id: ID): Node
    nodes(ids: [ID!]!): [Node] @listSize(slicingArguments: ["ids"])
    author: Author @cost(weight: "3")
    shelves: [[Shelf]] @listSize(assumedSize: 3)
  }
`);

describe('the cost of a response', () => {
  const actual = (source: string, data: unknown, variables = {}) =>
    compiled(model, source).actual(variables, data);

  test.each([
    [
      'counts the actual entries of lists',
      '{ author { books { title } } }',
      { author: { books: [{}, {}] } },
      8,
    ],
    ['counts only the field of a null value', '{ author { books { title } } }', { author: null }, 3],
    [
      'does not count null entries',
      '{ author { books { title } } }',
      { author: { books: [null, {}, null] } },
      6,
    ],
    [
      'counts every level of nested lists',
      '{ shelves { books { id } } }',
      { shelves: [[{ books: [{}] }], null, [null, { books: [{}, {}] }]] },
      6,
    ],
    [
      'counts scalars with a weight',
      '{ author { books { stamps } } }',
      { author: { books: [{ stamps: [1, null, 1] }] } },
      7,
    ],
    [
      'counts aliases by their response keys',
      '{ a: author { id } b: author { id } }',
      { a: { id: 1 }, b: null },
      7,
    ],
    ['is 0 when data is null', '{ author { name } }', null, 0],
    ['is 0 when data is absent', '{ author { name } }', undefined, 0],
    [
      'counts the flat price of introspection',
      '{ __schema { types { name } } }',
      { __schema: { types: [{}, {}] } },
      20,
    ],
  ])('%s', (_, source, data, expected) => {
    expect(actual(source, data)).toBe(expected);
  });

  test('does not count fields that variables exclude', () => {
    const source = 'query ($all: Boolean!) { author @include(if: $all) { id } }';
    expect(actual(source, {}, { all: false })).toBe(0);
    expect(actual(source, { author: { id: 1 } }, { all: true })).toBe(4);
  });

  describe('for a value of an abstract type', () => {
    const author = { author: { name: 'Ada' } };
    test.each([
      [
        'is that of its __typename, under any response key',
        '{ node { x: __typename id } }',
        { node: { x: 'Author', id: 1 } },
        1,
      ],
      [
        'is that of the only type that fits its keys',
        '{ node { ... on Book { author { name } } ... on Author { name } } }',
        { node: author },
        3,
      ],
      [
        'is that of the type whose keys are present',
        '{ node { ... on Book { author { name } } ... on Author { name } } }',
        { node: { name: 'Ada' } },
        1,
      ],
      [
        'is that of the most expensive type when its keys fit several',
        '{ node { id } }',
        { node: { id: 1 } },
        2,
      ],
      [
        'is that of the most expensive type when its __typename is unknown',
        '{ node { __typename } }',
        { node: { __typename: 'Ghost' } },
        2,
      ],
    ])('%s', (_, source, data, expected) => {
      expect(actual(source, data)).toBe(expected);
    });

    test('is that of a __typename that a variable includes', () => {
      const source = 'query ($named: Boolean!) { nodes(ids: ["a"]) { __typename @include(if: $named) id } }';
      expect(actual(source, { nodes: [{ __typename: 'Author', id: 1 }] }, { named: true })).toBe(1);
      expect(actual(source, { nodes: [{ id: 1 }] }, { named: false })).toBe(2);
    });
  });
});

describe('the most expensive fields', () => {
  const source =
    'query ($n: Int) { mine: author { books(first: $n) { author { id } stamps } } shelves { label } }';

  test('have their path and their own part of the price', () => {
    expect(compiled(model, source).explain({ n: 10 })).toEqual([
      {
        path: 'mine.books',
        coordinate: 'Author.books',
        points: 20,
        slicing: { argument: 'first', path: 'mine.books' },
      },
      {
        path: 'mine.books.stamps',
        coordinate: 'Book.stamps',
        points: 20,
        slicing: { argument: 'first', path: 'mine.books' },
      },
      {
        path: 'mine.books.author',
        coordinate: 'Book.author',
        points: 10,
        slicing: { argument: 'first', path: 'mine.books' },
      },
    ]);
  });

  test('are at most the requested number, without fields that cost 0', () => {
    expect(compiled(model, source).explain({ n: 0 }, 5)).toEqual([
      { path: 'mine', coordinate: 'Query.author', points: 4, slicing: undefined },
    ]);
    expect(compiled(model, source).explain({ n: 10 }, 1)).toHaveLength(1);
  });

  test('are those of the most expensive concrete type', () => {
    const node =
      '{ node { ... on Author { books(first: 2) { id } } ... on Book { author { books(first: 9) { id } } } } }';
    expect(compiled(model, node).explain({})).toEqual([
      {
        path: 'node.author.books',
        coordinate: 'Author.books',
        points: 18,
        slicing: { argument: 'first', path: 'node.author.books' },
      },
      { path: 'node', coordinate: 'Query.node', points: 2, slicing: undefined },
      { path: 'node.author', coordinate: 'Book.author', points: 1, slicing: undefined },
    ]);
  });
});
