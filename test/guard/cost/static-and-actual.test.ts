import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { compileOperation } from '../../../src/guard/cost/compile-operation.ts';
import { executeAndCount } from './counting-executor.ts';
import { coerced, modelOf } from './price.ts';
import { randomOperation } from './random-operation.ts';

// Weights are sums of powers of two, so that sums are exact in any order.
const model = modelOf(
  `
  interface Node { id: ID }
  interface Titled { title: String, parts(first: Int = 3): [Part] @listSize(slicingArguments: ["first"]) }
  union Work = Book | Film
  scalar Tag @cost(weight: "0.5")
  enum Kind @cost(weight: "0.25") { SHORT LONG }
  input Page { size: Int = 2 }
  input Filter {
    cheap: Boolean @cost(weight: "-2")
    limit: Int = 3 @cost(weight: "0.5")
    deep: Filter
    either: [Filter] @cost(weight: "0.25")
  }
  type Book implements Node & Titled @cost(weight: "2") {
    id: ID
    title: String @cost(weight: "0.5")
    kind: Kind
    parts(first: Int = 3): [Part] @listSize(slicingArguments: ["first"])
    author: Author
    related(first: Int = 1, last: Int): BookConnection
      @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], assumedSize: 4)
  }
  type Film implements Node & Titled {
    id: ID
    title: String
    parts(first: Int = 3): [Part] @cost(weight: "1.5") @listSize(slicingArguments: ["first"], assumedSize: 5)
    grid(first: Int = 2): [[Work]] @listSize(slicingArguments: ["first"], assumedSize: 3)
  }
  type Part @cost(weight: "0") { title: String, tags: [Tag] @listSize(assumedSize: 3), book: Book }
  type Author implements Node @cost(weight: "-3") {
    id: ID
    works(page: Page): [Work] @listSize(slicingArguments: ["page.size"], assumedSize: 3)
    favourite(quick: Boolean = true @cost(weight: "-0.5")): Node @cost(weight: "2")
  }
  type BookEdge @cost(weight: "0") { node: Book }
  type BookConnection @cost(weight: "0") { edges: [BookEdge], nodes: [Book] }
  type Query @cost(weight: "0") {
    one(id: ID): Node
    several(ids: [ID!]!): [Node] @listSize(slicingArguments: ["ids"])
    work(filter: Filter @cost(weight: "1")): Work @cost(weight: "1")
    found(filter: Filter): [Titled] @cost(weight: "4") @listSize(slicingArguments: ["filter.limit"], assumedSize: 4)
    books(first: Int = 1, last: Int): BookConnection
      @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], assumedSize: 4)
  }
`,
  { unboundedListSize: 2 },
);

const RUNS = 500;

/**
 * Runs a random operation on random data: its price, its actual cost, and the cost counted during execution.
 */
function run(gen: GeneratorValue, seed: number, isNamed: boolean) {
  const { source, variables } = randomOperation(model.schema, gen, isNamed);
  const document = parse(source);
  const invalid = validate(model.schema, document);
  if (invalid.length > 0) throw new AggregateError(invalid, `The generated operation is invalid: ${source}`);
  const { data, counted } = executeAndCount(model.schema, document, variables, randomNumbers(seed));
  const cost = compileOperation(model, document);
  const given = coerced(model, document, variables);
  const actual = cost.actual(given, data);
  const report = `${source}\n${JSON.stringify(variables)}\n${JSON.stringify(data)}`;
  return { price: cost.points(given), actual, counted, explained: cost.explain(given, Infinity), report };
}

// The linear congruential generator of Numerical Recipes.
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('for random operations on random data', () => {
  test('the price is at least the actual cost, which is at least the counted cost', () => {
    fc.assert(
      fc.property(fc.gen(), fc.integer(), (gen, seed) => {
        const { price, actual, counted, report } = run(gen, seed, false);
        expect(price, report).toBeGreaterThanOrEqual(actual);
        expect(actual, report).toBeGreaterThanOrEqual(counted);
      }),
      { numRuns: RUNS },
    );
  });

  test('the actual cost equals the counted cost when __typename is selected on abstract types', () => {
    fc.assert(
      fc.property(fc.gen(), fc.integer(), (gen, seed) => {
        const { actual, counted, report } = run(gen, seed, true);
        expect(actual, report).toBe(counted);
      }),
      { numRuns: RUNS },
    );
  });

  test('the fields of an explanation add up to the price', () => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const { price, explained, report } = run(gen, 1, false);
        expect(
          explained.reduce((sum, { points }) => sum + points, 0),
          report,
        ).toBe(price);
      }),
      { numRuns: RUNS },
    );
  });
});
