import { describe, expect, test } from 'vitest';
import { compiled, modelOf, priceOf } from './price.ts';

describe('the examples of the specification have its prices', () => {
  const users = modelOf(`
    type User { name: String  age: Int @cost(weight: "2.0") }
    type Query { users(max: Int): [User] @listSize(slicingArguments: ["max"]) }
  `);
  const fiveUsers = 'query Example { users(max: 5) { age } }';

  test('section 3, examples 1 and 2: five users with their ages have a field cost of 11', () => {
    expect(priceOf(users, fiveUsers)).toMatchObject({ fieldCost: 11, typeCost: 6 });
  });

  test('section 3, example 3: a response with three users has a field cost of 7', () => {
    const data = { users: [{ age: 33 }, { age: 45 }, { age: 27 }] };
    expect(compiled(users, fiveUsers).actual({}, data, 'fieldCost')).toBe(7);
  });

  test('section 5.3.2.2, example 10: an argument adds its weight when it is given', () => {
    const model = modelOf(`
      input Filter { category: String }
      type Query {
        topProducts(filter: Filter @cost(weight: "15.0")): [String] @cost(weight: "5.0") @listSize(assumedSize: 10)
      }
    `);
    expect(priceOf(model, '{ topProducts }').fieldCost).toBe(5);
    expect(priceOf(model, '{ topProducts(filter: { category: "shoes" }) }').fieldCost).toBe(20);
  });

  test('section 5.3.2.2, example 11: a negative weight makes the field that uses it cheaper', () => {
    const model = modelOf(`
      enum Approximate { YES }
      type Product { name: String }
      type Query { mostPopularProduct(approx: Approximate @cost(weight: "-3.0")): Product @cost(weight: "5.0") }
    `);
    expect(priceOf(model, '{ mostPopularProduct { name } }').fieldCost).toBe(5);
    expect(priceOf(model, '{ mostPopularProduct(approx: YES) { name } }').fieldCost).toBe(2);
  });

  test('section 5.3.2.2, example 12: an input field changes the cost of its argument', () => {
    const model = modelOf(`
      enum Approximate { YES }
      input Filter { approx: Approximate @cost(weight: "-12.0") }
      type Query {
        topProducts(filter: Filter @cost(weight: "15.0")): [String] @cost(weight: "5.0") @listSize(assumedSize: 10)
      }
    `);
    expect(priceOf(model, '{ topProducts(filter: { approx: YES }) }').fieldCost).toBe(8);
  });

  test('section 5.3.2.2, example 13: a directive changes the cost of its field', () => {
    const model = modelOf(`
      directive @approx(tolerance: Float! @cost(weight: "-1.0")) on FIELD
      type Query { average: Float @cost(weight: "4") }
    `);
    expect(priceOf(model, '{ average }').fieldCost).toBe(4);
    expect(priceOf(model, '{ average @approx(tolerance: 0.1) }').fieldCost).toBe(3);
  });

  test('section 7.1: composite types and fields that return them weigh 1, scalars and enums 0', () => {
    const model = modelOf(`
      enum Colour { RED }
      input Size { width: Int, inner: Size }
      type Product { name: String, colour: Colour }
      type Query { product(size: Size, colour: Colour): Product }
    `);
    expect(priceOf(model, '{ product { name colour } }')).toEqual({ points: 2, typeCost: 2, fieldCost: 1 });
    expect(priceOf(model, '{ product(colour: RED) { name } }').fieldCost).toBe(1);
    expect(priceOf(model, '{ product(size: { width: 1 }) { name } }').fieldCost).toBe(2);
    expect(priceOf(model, '{ product(size: { inner: { width: 1 } }) { name } }').fieldCost).toBe(3);
  });

  test('section 7.2: an abstract type costs its most expensive member', () => {
    const model = modelOf(`
      type Cat @cost(weight: "2") { name: String }
      type Dog @cost(weight: "3") { name: String @cost(weight: "4") }
      union Pet = Cat | Dog
      type Query { pet: Pet }
    `);
    expect(priceOf(model, '{ pet { ... on Cat { name } } }')).toEqual({
      points: 4,
      typeCost: 4,
      fieldCost: 1,
    });
    expect(priceOf(model, '{ pet { ... on Dog { name } } }')).toEqual({
      points: 8,
      typeCost: 4,
      fieldCost: 5,
    });
  });

  test('section 8: a list without a bound has the maximum size', () => {
    const model = modelOf('type Product { name: String } type Query { products: [Product] }');
    expect(priceOf(model, '{ products { name } }').typeCost).toBe(2 ** 31 - 1);
    const single = modelOf('type Product { name: String } type Query { products: [Product] }', {
      unboundedListSize: 1,
    });
    expect(priceOf(single, '{ products { name } }').typeCost).toBe(2);
  });

  test('section 8.1, example 16: the assumed size is the length of the list', () => {
    const model = modelOf(`
      type Query { topProducts: [Name] @listSize(assumedSize: 10) }
      scalar Name @cost(weight: "1")
    `);
    expect(priceOf(model, '{ topProducts }').typeCost).toBe(11);
  });

  test('section 8.2, example 17: the slicing argument is the length of the list', () => {
    const model = modelOf(`
      type Query { users(max: Int!): [Name] @listSize(slicingArguments: ["max"]) }
      scalar Name @cost(weight: "1")
    `);
    expect(priceOf(model, '{ users(max: 7) }').typeCost).toBe(8);
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
    const price = priceOf(model, '{ films(first: 5) { edges { node { title } } pageInfo { hasNextPage } } }');
    expect(price).toMatchObject({ typeCost: 1 + 1 + 5 + 5 + 1, fieldCost: 1 + 1 + 5 + 1 });
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
  ])('%s ...', (message, sdl) => {
    expect(() => modelOf(sdl)).toThrow(message);
  });
});
