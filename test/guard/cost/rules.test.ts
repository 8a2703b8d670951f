import { buildSchema, extendSchema, getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { CEILING } from '../../../src/guard/cost/amount.ts';
import { costModel } from '../../../src/guard/cost/cost-model.ts';
import { modelOf, pointsOf } from './price.ts';
import { unboundedLists } from './unbounded-lists.ts';

const library = modelOf(`
  interface Node { id: ID! }
  type Author implements Node { id: ID!, name: String, books(first: Int = 2): [Book] @listSize(slicingArguments: ["first"]) }
  type Book implements Node { id: ID!, title: String, author: Author, chapters: [Chapter] @listSize(assumedSize: 30) }
  type Chapter @cost(weight: "0") { title: String }
  type BookEdge @cost(weight: "0") { node: Book }
  type BookConnection @cost(weight: "0") { edges: [BookEdge], nodes: [Book], totalCount: Int }
  input Page { size: Int = 4, after: ID }
  input Draft { title: String, tags: [Tag!] }
  input Tag { name: String @cost(weight: "0.5") }
  type Query @cost(weight: "0") {
    node(id: ID): Node
    nodes(ids: [ID!]!): [Node] @listSize(slicingArguments: ["ids"])
    author: Author
    books(first: Int = 10, last: Int): BookConnection
      @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], assumedSize: 50)
    latest(first: Int): [Book] @listSize(slicingArguments: ["first"])
    shelf(page: Page): [Book] @listSize(slicingArguments: ["page.size"], assumedSize: 9)
    grid(side: Int!): [[Book]] @listSize(slicingArguments: ["side"])
    search(text: String): [Book] @cost(weight: "5") @listSize(assumedSize: 3)
    picture(wide: Boolean @cost(weight: "4"), cheap: Boolean = false @cost(weight: "-3")): String @cost(weight: "2")
  }
  type Mutation @cost(weight: "0") { addBooks(drafts: [Draft!]!): Book @cost(weight: "10") }
  type Subscription @cost(weight: "0") { bookAdded: Book @cost(weight: "1") }
`);

const points = (source: string, variables = {}) => pointsOf(library, source, variables);

describe('the size of a list', () => {
  const latest =
    'query ($n: Int, $m: Int = 7) { latest(first: $n) { title } other: latest(first: $m) { title } }';
  test.each([
    ['a literal', '{ latest(first: 3) { title } }', {}, 3],
    ['a variable', latest, { n: 4, m: 1 }, 5],
    ["a variable's default", latest, { n: 1 }, 8],
    ["the schema's default when the argument is not given", '{ author { books { title } } }', {}, 3],
    [
      "the schema's default when its variable is not given",
      'query ($n: Int) { author { books(first: $n) { title } } }',
      {},
      3,
    ],
    ['unbounded when null replaces a default', '{ author { books(first: null) { title } } }', {}, CEILING],
    ['unbounded when a variable is null', latest, { n: null, m: 1 }, CEILING],
    ['unbounded when no slicing argument is given', '{ latest { title } }', {}, CEILING],
    ['unbounded when the slicing argument is negative', '{ latest(first: -1) { title } }', {}, CEILING],
    ['0 when the slicing argument is 0', '{ latest(first: 0) { title } }', {}, 0],
    [
      'the assumed size when all slicing arguments are null',
      '{ books(first: null) { nodes { title } } }',
      {},
      50,
    ],
    [
      'the assumed size when the slicing argument is negative',
      '{ books(first: -5) { nodes { title } } }',
      {},
      50,
    ],
    ['the largest of two slicing arguments', '{ books(first: 3, last: 8) { nodes { title } } }', {}, 8],
    [
      "the largest of a given argument and another one's default",
      '{ books(last: 8) { nodes { title } } }',
      {},
      10,
    ],
    ['an input field', '{ shelf(page: { size: 6 }) { title } }', {}, 6],
    ['the default of an input field', '{ shelf(page: { after: "x" }) { title } }', {}, 4],
    ['an input field of a variable', 'query ($p: Page) { shelf(page: $p) { title } }', { p: { size: 7 } }, 7],
    [
      'an input field that is a variable',
      'query ($n: Int) { shelf(page: { size: $n }) { title } }',
      { n: 8 },
      8,
    ],
    [
      'the default of an input field whose variable is not given',
      'query ($n: Int) { shelf(page: { size: $n }) { title } }',
      {},
      4,
    ],
    ['the assumed size when the input object is not given', '{ shelf { title } }', {}, 9],
    ['the length of a list', '{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 3],
    ['1 for a single value in place of a list', '{ nodes(ids: "a") { id } }', {}, 1],
    [
      '1 for a variable with a single value in place of a list',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: 5 },
      1,
    ],
    [
      'the length of a list that contains variables',
      'query ($a: ID!) { nodes(ids: [$a, "b"]) { id } }',
      { a: 'a' },
      2,
    ],
    [
      'the length of a variable',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: Array(10_000).fill('a') },
      10_000,
    ],
    ['multiplied for each level of nested lists', '{ grid(side: 4) { title } }', {}, 16],
  ])('is %s', (_, source, variables, expected) => {
    expect(points(source, variables)).toBe(expected);
  });

  test('multiplies the selections below, and applies to both lists of a connection', () => {
    expect(
      points('{ books(first: 4) { edges { node { author { id } } } nodes { chapters { title } } } }'),
    ).toBe(12);
  });

  test('is limited by the largest price', () => {
    expect(points('{ latest(first: 2000000) { author { books(first: 2000000) { author { id } } } } }')).toBe(
      CEILING,
    );
  });
});

describe('points', () => {
  test.each([
    [
      'count objects, not values without a weight',
      '{ latest(first: 2) { author { name } chapters { title } } }',
      4,
    ],
    ["add a field's weight once, for a list of any length", '{ search(text: "x") { title } }', 8],
    ['add the weight of an argument that is given', '{ picture(wide: true) }', 3],
    ["count the schema's default as given", '{ picture }', 0],
    ['are at least 0 for each field', '{ picture(cheap: true) author { name } }', 1],
    ['have no discount for null', '{ picture(cheap: null) }', 2],
    ['count an argument that is null', '{ picture(wide: null, cheap: null) }', 6],
    [
      'count the input fields of each list element',
      'mutation { addBooks(drafts: [{ tags: [{ name: "a" }, { name: "b" }] }, { tags: { name: "c" } }]) { title } }',
      12.5,
    ],
    ['count a subscription per event', 'subscription { bookAdded { author { name } } }', 3],
    ['do not count __typename', '{ __typename author { __typename a: __typename } }', 1],
    ['count each alias as a field', '{ a: author { name } b: author { name } }', 2],
    ['count a field that is selected twice once', '{ author { name } author { id books { title } } }', 3],
  ])('%s', (_, source, expected) => {
    expect(points(source)).toBe(expected);
  });

  test('count input objects in a variable', () => {
    const source = 'mutation ($drafts: [Draft!]!) { addBooks(drafts: $drafts) { title } }';
    expect(points(source, { drafts: [{ tags: [{ name: 'a' }, { name: null }, {}] }] })).toBe(12);
  });
});

describe('a type condition', () => {
  test.each([
    [
      'costs the most expensive concrete type, not the sum of all',
      '{ node { ... on Author { books(first: 5) { id } } ... on Book { author { id } } } }',
      6,
    ],
    [
      'applies to every implementation of an interface',
      '{ author { ... on Node { ... on Author { books(first: 3) { id } } } } }',
      4,
    ],
    ['that cannot apply costs 0', '{ author { ... on Node { ... on Book { author { id } } } } }', 1],
    [
      'merges with other selections of the same object',
      '{ node { ... on Book { author { id } } ...More } } fragment More on Book { author { books(first: 3) { id } } }',
      5,
    ],
  ])('%s', (_, source, expected) => {
    expect(points(source)).toBe(expected);
  });
});

describe('@skip and @include', () => {
  const source = `query ($a: Boolean!, $b: Boolean!) {
    author @include(if: $a) { books(first: 3) { id } }
    author @skip(if: $b) { books(first: 3) { author { id } } }
    ... @include(if: $a) @skip(if: $b) { latest(first: 1) { id } }
  }`;
  test.each([
    [{ a: false, b: true }, 0],
    [{ a: true, b: true }, 4],
    [{ a: false, b: false }, 7],
    [{ a: true, b: false }, 8],
  ])('are evaluated with the variables: %j', (variables, expected) => {
    expect(points(source, variables)).toBe(expected);
  });

  test('apply to each spread of a fragment separately', () => {
    const twice = `query ($a: Boolean!) { ...One @include(if: $a) author { id ...Two @skip(if: $a) } ...One }
      fragment One on Query { author { books(first: 3) { id } } }
      fragment Two on Author { books(first: 3) { author { id } } }`;
    expect(points(twice, { a: true })).toBe(4);
    expect(points(twice, { a: false })).toBe(7);
  });

  test('are evaluated for literals', () => {
    expect(points('{ author @skip(if: true) { id } latest(first: 4) @include(if: false) { id } }')).toBe(0);
  });
});

describe('introspection', () => {
  test('has a flat price for any selection', () => {
    expect(points('{ __schema { types { fields { args { name } type { ofType { name } } } } } }')).toBe(20);
    expect(points(getIntrospectionQuery())).toBe(20);
    expect(points('{ a: __type(name: "Book") { name } b: __type(name: "Book") { name } }')).toBe(40);
  });

  test('costs the flat price again for every alias inside, and nested aliases multiply', () => {
    expect(
      points('{ __schema { a: types { x: fields { name } y: fields { name } } b: types { name } } }'),
    ).toBe(100);
  });
});

describe('the lists of a schema', () => {
  test('without a bound are listed', () => {
    const { schema } = modelOf(`
      interface Shelf { books: [Int] @listSize(assumedSize: 3) }
      type Open implements Shelf { books: [Int], nodes: [Int] }
      type Sized { nodes: [Int] }
      type Query { a: [Int], open: Open, sized: Sized @listSize(assumedSize: 2, sizedFields: ["nodes"]) }
    `);
    expect(unboundedLists(schema)).toEqual(['Open.nodes', 'Query.a']);
    expect(unboundedLists(library.schema)).toEqual([]);
  });

  test('inherit the bound of an interface', () => {
    const model = modelOf(`
      type Book { title: String }
      interface Shelf { books: [Book] @listSize(assumedSize: 3) }
      type Open implements Shelf { books: [Book] }
      type Query { open: Open }
    `);
    expect(pointsOf(model, '{ open { books { title } } }')).toBe(5);
  });
});

test('directives on extensions count', () => {
  const base = buildSchema(
    'directive @cost(weight: String!) on OBJECT | FIELD_DEFINITION type Query { a: Int }',
  );
  const extension = parse('extend type Query @cost(weight: "3") { b: Int @cost(weight: "4") }');
  expect(pointsOf(costModel(extendSchema(base, extension)), '{ a b }')).toBe(7);
});

test('merged occurrences of a field cost their most expensive set of directives', () => {
  const model = modelOf(`
    directive @live(every: Int @cost(weight: "4")) on FIELD
    type Query @cost(weight: "0") { a: Int @cost(weight: "1") }
  `);
  expect(pointsOf(model, '{ a a @live(every: 1) a @live }')).toBe(5);
  expect(pointsOf(model, 'query ($n: Int) { a a @live(every: $n) }')).toBe(1);
  expect(pointsOf(model, 'query ($n: Int) { a a @live(every: $n) }', { n: 2 })).toBe(5);
});
