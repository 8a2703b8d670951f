import { describe, expect, test } from 'vitest';
import { CEILING } from '../../../src/guard/cost/amount.ts';
import { OperationNotFoundError } from '../../../src/guard/cost/compile-operation.ts';
import { DocumentTooComplexError } from '../../../src/guard/cost/plan.ts';
import { compiled, modelOf } from './price.ts';

const sdl = `
  interface Node { id: ID, child(first: Int = 1): [Node] @listSize(slicingArguments: ["first"]) }
  type A implements Node { id: ID, child(first: Int = 1): [Node] }
  type B implements Node { id: ID, child(first: Int = 1): [Node], only: A }
  type Query { node: Node }
`;
const model = modelOf(sdl);

const fanOut = (levels: number, argument = '') =>
  [
    `query ($n: Int) { node { ...F0 } }`,
    ...Array.from(
      { length: levels },
      (_, level) =>
        `fragment F${level} on Node { a: child${argument} { ...F${level + 1} } b: child${argument} { ...F${level + 1} } }`,
    ),
    `fragment F${levels} on Node { id }`,
  ].join('\n');

describe('a document whose fragments fan out to 2^200 fields', () => {
  // Each level is visited once per concrete type and alias: 3 selections, 2 types, 2 aliases.
  test('has the maximum price after about 2,400 visits', () => {
    const cost = compiled(model, fanOut(200));
    expect(cost.visits).toBeLessThanOrEqual(2403);
    expect(cost.points({})).toBe(CEILING);
  });

  test('has an exact price while it is small, with and without variables', () => {
    expect(compiled(model, fanOut(10)).points({})).toBe(2 ** 11);
    expect(compiled(model, fanOut(10, '(first: $n)')).points({ n: 0 })).toBe(2);
    expect(compiled(model, fanOut(3, '(first: $n)')).points({ n: 3 })).toBe(1 + 1 + 6 + 36 + 216);
  });

  test('is priced and explained when a variable sizes every level', () => {
    const cost = compiled(model, fanOut(200, '(first: $n)'));
    expect(cost.points({ n: 100 })).toBe(CEILING);
    expect(cost.points({ n: 0 })).toBe(2);
    expect(cost.explain({ n: 1 })).toHaveLength(3);
  });

  test('merges into one field per level without aliases', () => {
    const levels = Array.from(
      { length: 200 },
      (_, level) => `fragment F${level} on Node { child { ...F${level + 1} } child { ...F${level + 1} } }`,
    );
    const cost = compiled(
      model,
      ['{ node { ...F0 } }', ...levels, 'fragment F200 on Node { id }'].join('\n'),
    );
    expect(cost.points({})).toBe(202);
    expect(cost.visits).toBeLessThanOrEqual(2403);
  });
});

describe('a cycle of fragments in a document that is not validated', () => {
  test.each([
    ['through a field', '{ node { ...F } } fragment F on Node { id child { ...F } }', CEILING],
    [
      'through two fragments',
      '{ node { ...F } } fragment F on Node { child { ...G } } fragment G on Node { x: child { ...F } }',
      CEILING,
    ],
    [
      'under a condition',
      'query ($b: Boolean!) { node { ...F @include(if: $b) } } fragment F on Node { child { ...F } }',
      CEILING,
    ],
    [
      'without a field between',
      '{ node { ...F } } fragment F on Node { id ...G } fragment G on Node { ...F child { id } }',
      3,
    ],
  ])('terminates %s', (_, source, expected) => {
    const cost = compiled(model, source);
    expect(cost.points({ b: true })).toBe(expected);
    expect(cost.visits).toBeLessThan(50);
  });
});

describe('documents beyond the limits of the compiler', () => {
  const limited = modelOf(sdl, { maxVisits: 1000 });
  // Every path merges another set of selection sets, so that caching blocks does not bound this document.
  const subsets = (levels: number) => {
    const next = (level: number, from: number) =>
      Array.from({ length: levels - from }, (_, index) => `...F${level + 1}x${from + index}`).join(' ');
    const fragments = Array.from({ length: levels }, (_, level) =>
      Array.from(
        { length: levels },
        (_, x) =>
          `fragment F${level}x${x} on Node { a: child { ${level + 1 < levels ? next(level, x) : 'id'} } ${x % 2 ? 'b' : 'c'}: child { ${level + 1 < levels ? `...F${level + 1}x${(x * 7 + level) % levels}` : 'id'} } }`,
      ),
    );
    return [`{ node { ${next(-1, 0)} } }`, ...fragments.flat()].join('\n');
  };

  test('are refused at the limit on visits', () => {
    expect(() => compiled(limited, subsets(12))).toThrow(DocumentTooComplexError);
    expect(() => compiled(limited, fanOut(200))).toThrow('more than 1000 selections');
  });

  test('are refused at the limit on depth, before the call stack overflows', () => {
    const deep = (levels: number) => `{ node ${'{ child '.repeat(levels)}{ id }${' }'.repeat(levels)} }`;
    expect(compiled(model, deep(400)).points({})).toBe(402);
    expect(() => compiled(model, deep(600))).toThrow(DocumentTooComplexError);
    const chain = Array.from(
      { length: 5000 },
      (_, index) => `fragment F${index} on Node { ...F${index + 1} }`,
    );
    expect(() => compiled(model, `{ node { ...F0 } } ${chain.join(' ')}`)).toThrow('levels of nesting');
  });

  test('are visited once for each repeated field', () => {
    expect(compiled(model, `{ node { ${'child { id } '.repeat(2000)} } }`).visits).toBe(
      1 + 2 * 2000 + 2 * 2000,
    );
  });
});

describe('an unknown part of a document', () => {
  test.each([
    ['a field', '{ node { id } rich { child { id } } }', 2],
    ['a fragment', '{ node { id ...Missing } }', 2],
    ['a type condition', '{ node { ... on Missing { child { id } } ... on ID { child { id } } } }', 2],
    ['an argument', '{ node(depth: 4) { child(last: 3) { id } } }', 3],
    ['a variable', '{ node { child(first: $missing) { id } } }', 3],
    ['a directive', '{ node @missing(a: 1) { id } }', 2],
    ['a prototype key', '{ node { constructor __proto__ ...toString } }', 2],
    ['a selection on a scalar', '{ node { id { child { id } } } }', 2],
  ])('costs 0: %s', (_, source, expected) => {
    expect(compiled(model, source).points({})).toBe(expected);
  });

  test('a fragment named like introspection is a fragment', () => {
    const source = '{ node { ...__schema } } fragment __schema on Node { child(first: 9) { id } }';
    expect(compiled(model, source).points({})).toBe(11);
  });

  test('a condition without its variable excludes nothing', () => {
    expect(compiled(model, 'query ($b: Boolean!) { node @include(if: $b) { id } }').points({})).toBe(2);
  });
});

describe('the compiled operation', () => {
  const several = 'query Small { node { id } } query Large { node { child(first: 50) { id } } }';

  test('is the one that is named', () => {
    expect(compiled(model, several, 'Small').points({})).toBe(2);
    expect(compiled(model, several, 'Large').points({})).toBe(52);
  });

  test.each([
    ['several operations without a name', several, undefined],
    ['an unknown name', several, 'Medium'],
    ['an anonymous operation with a name', '{ node { id } }', 'Small'],
    ['an anonymous operation with an empty name', '{ node { id } }', ''],
    ['no operation', 'fragment F on Node { id }', undefined],
    ['a root type that the schema does not have', 'mutation { anything }', undefined],
  ])('is not found: %s', (_, source, name) => {
    expect(() => compiled(model, source, name)).toThrow(OperationNotFoundError);
  });
});
