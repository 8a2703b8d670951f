import { buildSchema, extendSchema, getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { CEILING } from '../../../src/guard/cost/amount.ts';
import { costModel } from '../../../src/guard/cost/cost-model.ts';
import { unboundedLists } from '../../../src/guard/cost/unbounded-lists.ts';
import { compiled, modelOf, priceOf } from './price.ts';

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

const points = (source: string, variables = {}) => priceOf(library, source, variables).points;

describe('the size of a list', () => {
  const latest =
    'query ($n: Int, $m: Int = 7) { latest(first: $n) { title } other: latest(first: $m) { title } }';
  test.each([
    ['a literal', '{ latest(first: 3) { title } }', {}, 3],
    ['a variable', latest, { n: 4, m: 1 }, 5],
    ["a variable's default", latest, { n: 1 }, 8],
    ["the schema's default, when the argument is not given", '{ author { books { title } } }', {}, 3],
    [
      "the schema's default, when its variable is not given",
      'query ($n: Int) { author { books(first: $n) { title } } }',
      {},
      3,
    ],
    [
      'nothing known, when null is given in place of a default',
      '{ author { books(first: null) { title } } }',
      {},
      CEILING,
    ],
    ['nothing known, when a variable is null', latest, { n: null, m: 1 }, CEILING],
    ['nothing known, when no slicing argument is given', '{ latest { title } }', {}, CEILING],
    ['nothing known, when it is negative', '{ latest(first: -1) { title } }', {}, CEILING],
    ['no entries, when it is zero', '{ latest(first: 0) { title } }', {}, 0],
    [
      'the assumed size, when all slicing arguments are null',
      '{ books(first: null) { nodes { title } } }',
      {},
      50,
    ],
    ['the assumed size, when it is negative', '{ books(first: -5) { nodes { title } } }', {}, 50],
    ['the largest of two slicing arguments', '{ books(first: 3, last: 8) { nodes { title } } }', {}, 8],
    [
      "the largest of one given and one by the schema's default",
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
    ['the assumed size, when the input object is not given', '{ shelf { title } }', {}, 9],
    ['the length of a list', '{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 3],
    ['one, when a single value stands for a list', '{ nodes(ids: "a") { id } }', {}, 1],
    [
      'one, when a single variable value stands for a list',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: 5 },
      1,
    ],
    [
      'the length of a list with variables in it',
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
    ['a bound for each level of nested lists', '{ grid(side: 4) { title } }', {}, 16],
  ])('is %s', (_, source, variables, expected) => {
    expect(points(source, variables)).toBe(expected);
  });

  test('multiplies what is below, and both lists of a connection count', () => {
    expect(
      points('{ books(first: 4) { edges { node { author { id } } } nodes { chapters { title } } } }'),
    ).toBe(12);
  });

  test('grows no further than the largest price', () => {
    expect(points('{ latest(first: 2000000) { author { books(first: 2000000) { author { id } } } } }')).toBe(
      CEILING,
    );
  });
});

describe('exactly one slicing argument', () => {
  const violations = (source: string, variables = {}) => compiled(library, source).violations(variables);

  test.each([
    ['is missed by none without a default', '{ latest { title } }', {}, ['Query.latest']],
    ['is missed by null', 'query ($n: Int) { latest(first: $n) { title } }', { n: null }, ['Query.latest']],
    ['is met by a variable', 'query ($n: Int) { latest(first: $n) { title } }', { n: 1 }, []],
    ["is met by the schema's default", '{ books { totalCount } }', {}, []],
    ["is met by one beside another's default", '{ books(last: 3) { totalCount } }', {}, []],
    ['is broken by two', '{ books(first: 3, last: 3) { totalCount } }', {}, ['Query.books']],
    [
      'is asked only of what is selected',
      'query ($b: Boolean!) { latest @skip(if: $b) { title } }',
      { b: true },
      [],
    ],
  ])('%s', (_, source, variables, expected) => {
    expect(violations(source, variables)).toEqual(expected);
  });
});

describe('points', () => {
  test.each([
    [
      'count entities, not the values that weigh nothing',
      '{ latest(first: 2) { author { name } chapters { title } } }',
      4,
    ],
    [
      'add the weight of a field that carries one, once however long its list',
      '{ search(text: "x") { title } }',
      8,
    ],
    ['add the weight of an argument that is used', '{ picture(wide: true) }', 3],
    ["take the schema's default as given", '{ picture }', 0],
    ['never fall below nothing for a field', '{ picture(cheap: true) author { name } }', 1],
    ['give no discount for null', '{ picture(cheap: null) }', 2],
    ['charge an argument that is given as null', '{ picture(wide: null, cheap: null) }', 6],
    [
      'count the input fields of each element',
      'mutation { addBooks(drafts: [{ tags: [{ name: "a" }, { name: "b" }] }, { tags: { name: "c" } }]) { title } }',
      12.5,
    ],
    ['count a subscription per event', 'subscription { bookAdded { author { name } } }', 3],
    ['leave __typename free', '{ __typename author { __typename a: __typename } }', 1],
    ['take each alias for a field of its own', '{ a: author { name } b: author { name } }', 2],
    ['take a field that is selected twice for one', '{ author { name } author { id books { title } } }', 3],
  ])('%s', (_, source, expected) => {
    expect(points(source)).toBe(expected);
  });

  test('count input objects that come in a variable', () => {
    const source = 'mutation ($drafts: [Draft!]!) { addBooks(drafts: $drafts) { title } }';
    expect(points(source, { drafts: [{ tags: [{ name: 'a' }, { name: null }, {}] }] })).toBe(12);
  });
});

describe('a type condition', () => {
  test.each([
    [
      'prices the dearest concrete type, not the sum of all',
      '{ node { ... on Author { books(first: 5) { id } } ... on Book { author { id } } } }',
      6,
    ],
    [
      'holds for every implementation of an interface',
      '{ author { ... on Node { ... on Author { books(first: 3) { id } } } } }',
      4,
    ],
    ['that cannot hold costs nothing', '{ author { ... on Node { ... on Book { author { id } } } } }', 1],
    [
      'merges with what is selected beside it',
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

  test('keep apart the occurrences of one fragment', () => {
    const twice = `query ($a: Boolean!) { ...One @include(if: $a) author { id ...Two @skip(if: $a) } ...One }
      fragment One on Query { author { books(first: 3) { id } } }
      fragment Two on Author { books(first: 3) { author { id } } }`;
    expect(points(twice, { a: true })).toBe(4);
    expect(points(twice, { a: false })).toBe(7);
  });

  test('are evaluated when they are literals', () => {
    expect(points('{ author @skip(if: true) { id } latest(first: 4) @include(if: false) { id } }')).toBe(0);
  });
});

describe('introspection', () => {
  test('has a flat price, however much is asked', () => {
    expect(points('{ __schema { types { fields { args { name } type { ofType { name } } } } } }')).toBe(20);
    expect(points(getIntrospectionQuery())).toBe(20);
    expect(points('{ a: __type(name: "Book") { name } b: __type(name: "Book") { name } }')).toBe(40);
  });

  test('pays again for every alias inside, and aliases inside aliases multiply', () => {
    expect(
      points('{ __schema { a: types { x: fields { name } y: fields { name } } b: types { name } } }'),
    ).toBe(100);
  });
});

describe('the lists of a schema', () => {
  test('that nothing bounds are named', () => {
    const { schema } = modelOf(`
      interface Shelf { books: [Int] @listSize(assumedSize: 3) }
      type Open implements Shelf { books: [Int], nodes: [Int] }
      type Sized { nodes: [Int] }
      type Query { a: [Int], open: Open, sized: Sized @listSize(assumedSize: 2, sizedFields: ["nodes"]) }
    `);
    expect(unboundedLists(schema)).toEqual(['Open.nodes', 'Query.a']);
    expect(unboundedLists(library.schema)).toEqual([]);
  });

  test('are sized by an interface where the type itself says nothing', () => {
    const model = modelOf(`
      type Book { title: String }
      interface Shelf { books: [Book] @listSize(assumedSize: 3) }
      type Open implements Shelf { books: [Book] }
      type Query { open: Open }
    `);
    expect(priceOf(model, '{ open { books { title } } }').typeCost).toBe(5);
  });
});

test('directives on extensions count', () => {
  const base = buildSchema(
    'directive @cost(weight: String!) on OBJECT | FIELD_DEFINITION type Query { a: Int }',
  );
  const extension = parse('extend type Query @cost(weight: "3") { b: Int @cost(weight: "4") }');
  expect(priceOf(costModel(extendSchema(base, extension)), '{ a b }').points).toBe(7);
});

test('of the directives on merged occurrences of a field the dearest count', () => {
  const model = modelOf(`
    directive @live(every: Int @cost(weight: "4")) on FIELD
    type Query @cost(weight: "0") { a: Int @cost(weight: "1") }
  `);
  expect(priceOf(model, '{ a a @live(every: 1) a @live }').points).toBe(5);
  expect(priceOf(model, 'query ($n: Int) { a a @live(every: $n) }').points).toBe(1);
  expect(priceOf(model, 'query ($n: Int) { a a @live(every: $n) }', { n: 2 }).points).toBe(5);
});
