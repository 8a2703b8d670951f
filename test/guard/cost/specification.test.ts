import { describe, expect, test } from 'vitest';
import { compiled, modelOf, pointsOf } from './price.ts';

// The specification has a type cost and a field cost. Points are the type cost plus the explicit weights of
// the field cost; the examples therefore let `Query` weigh 0 where their field cost is all that is compared.

describe('the examples of the specification have its prices', () => {
  const users = modelOf(`
    type User { name: String  age: Int @cost(weight: "2.0") }
    type Query { users(max: Int): [User] @listSize(slicingArguments: ["max"]) }
  `);
  const fiveUsers = 'query Example { users(max: 5) { age } }';

  test('section 3, examples 1 and 2: five users cost 5, the query 1, and their ages 10', () => {
    expect(pointsOf(users, fiveUsers)).toBe(16);
  });

  test('section 3, example 3: a response with three users costs as much as three users and their ages', () => {
    const data = { users: [{ age: 33 }, { age: 45 }, { age: 27 }] };
    expect(compiled(users, fiveUsers).actual({}, data)).toBe(10);
  });

  test('section 5.3.2.2, example 10: an argument adds its weight when it is given', () => {
    const model = modelOf(`
      input Filter { category: String }
      type Query @cost(weight: "0") {
        topProducts(filter: Filter @cost(weight: "15.0")): [String] @cost(weight: "5.0") @listSize(assumedSize: 10)
      }
    `);
    expect(pointsOf(model, '{ topProducts }')).toBe(5);
    expect(pointsOf(model, '{ topProducts(filter: { category: "shoes" }) }')).toBe(20);
  });

  test('section 5.3.2.2, example 11: a negative weight makes the field that uses it cheaper', () => {
    const model = modelOf(`
      enum Approximate { YES }
      type Product @cost(weight: "0") { name: String }
      type Query @cost(weight: "0") { mostPopularProduct(approx: Approximate @cost(weight: "-3.0")): Product @cost(weight: "5.0") }
    `);
    expect(pointsOf(model, '{ mostPopularProduct { name } }')).toBe(5);
    expect(pointsOf(model, '{ mostPopularProduct(approx: YES) { name } }')).toBe(2);
  });

  test('section 5.3.2.2, example 12: an input field changes the cost of its argument', () => {
    const model = modelOf(`
      enum Approximate { YES }
      input Filter { approx: Approximate @cost(weight: "-12.0") }
      type Query @cost(weight: "0") {
        topProducts(filter: Filter @cost(weight: "15.0")): [String] @cost(weight: "5.0") @listSize(assumedSize: 10)
      }
    `);
    expect(pointsOf(model, '{ topProducts(filter: { approx: YES }) }')).toBe(8);
  });

  test('section 5.3.2.2, example 13: a directive changes the cost of its field', () => {
    const model = modelOf(`
      directive @approx(tolerance: Float! @cost(weight: "-1.0")) on FIELD
      type Query @cost(weight: "0") { average: Float @cost(weight: "4") }
    `);
    expect(pointsOf(model, '{ average }')).toBe(4);
    expect(pointsOf(model, '{ average @approx(tolerance: 0.1) }')).toBe(3);
  });

  test('section 7.1: composite types weigh 1, scalars and enums 0', () => {
    const model = modelOf(`
      enum Colour { RED }
      type Product { name: String, colour: Colour }
      type Query { product: Product }
    `);
    expect(pointsOf(model, '{ product { name colour } }')).toBe(2);
  });

  test('section 7.2: an abstract type costs its most expensive member', () => {
    const model = modelOf(`
      type Cat @cost(weight: "2") { name: String }
      type Dog @cost(weight: "3") { name: String @cost(weight: "4") }
      union Pet = Cat | Dog
      type Query { pet: Pet }
    `);
    expect(pointsOf(model, '{ pet { ... on Cat { name } } }')).toBe(4);
    expect(pointsOf(model, '{ pet { ... on Dog { name } } }')).toBe(8);
  });

  test('section 8: a list without a bound has the maximum size', () => {
    const model = modelOf('type Product { name: String } type Query { products: [Product] }');
    expect(pointsOf(model, '{ products { name } }')).toBe(2 ** 31 - 1);
    const single = modelOf('type Product { name: String } type Query { products: [Product] }', {
      unboundedListSize: 1,
    });
    expect(pointsOf(single, '{ products { name } }')).toBe(2);
  });

  test('section 8.1, example 16: the assumed size is the length of the list', () => {
    const model = modelOf(`
      type Query { topProducts: [Name] @listSize(assumedSize: 10) }
      scalar Name @cost(weight: "1")
    `);
    expect(pointsOf(model, '{ topProducts }')).toBe(11);
  });

  test('section 8.2, example 17: the slicing argument is the length of the list', () => {
    const model = modelOf(`
      type Query { users(max: Int!): [Name] @listSize(slicingArguments: ["max"]) }
      scalar Name @cost(weight: "1")
    `);
    expect(pointsOf(model, '{ users(max: 7) }')).toBe(8);
  });

  test('section 8.3, example 18: sized fields have the size of their parent’s slicing argument', () => {
    const model = modelOf(`
      type Film { title: String }
      type PageInfo { hasNextPage: Boolean }
      type FilmEdge { cursor: ID, node: Film }
      type FilmConnection { edges: [FilmEdge], pageInfo: PageInfo }
      type Query {
        films(first: Int, after: ID, last: Int, before: ID): FilmConnection
          @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
      }
    `);
    const films = '{ films(first: 5) { edges { node { title } } pageInfo { hasNextPage } } }';
    expect(pointsOf(model, films)).toBe(1 + 1 + 5 + 5 + 1);
  });
});

describe('a schema that violates section 9 is an error with the coordinate', () => {
  test.each([
    ['@cost on Query.a: the weight', 'type Query { a: Int @cost(weight: "high") }'],
    ['@cost on Query.a: the weight', 'type Query { a: Int @cost(weight: "Infinity") }'],
    [
      '@cost on Named.name: a field of an interface',
      'interface Named { name: Int @cost(weight: "1") } type Query { a: Named }',
    ],
    ['@listSize on Query.a: the field must return a list', 'type Query { a: Int @listSize(assumedSize: 1) }'],
    ['@listSize on Query.a: assumedSize', 'type Query { a: [Int] @listSize(assumedSize: -1) }'],
    [
      '@listSize on Query.a: the slicing argument n',
      'type Query { a(m: Int): [Int] @listSize(slicingArguments: ["n"]) }',
    ],
    [
      '@listSize on Query.a: the slicing argument n',
      'type Query { a(n: Float): [Int] @listSize(slicingArguments: ["n"]) }',
    ],
    [
      '@listSize on Query.a: Page.list must be a list',
      'type Page { list: Int } type Query { a: Page @listSize(assumedSize: 1, sizedFields: ["list"]) }',
    ],
  ])('%s', (message, sdl) => {
    expect(() => modelOf(sdl)).toThrow(message);
  });
});
