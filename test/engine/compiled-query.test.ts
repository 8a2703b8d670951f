import fc from 'fast-check';
import {
  buildSchema,
  executeRootSelectionSet,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
  validateExecutionArgs,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import type { Database } from '../../src/db/client.ts';
import { BAILOUT, compileQuery, type QueryExecution } from '../../src/engine/compiled-query.ts';
import type { Context } from '../../src/graphql/context.ts';
import { startApp } from '../support/app.ts';
import { contextFor } from '../support/context.ts';
import { randomQuery } from '../support/random-query.ts';

function prepared(text: string, contextValue: Context, usedSchema: GraphQLSchema = schema): QueryExecution {
  const execution = validateExecutionArgs({ schema: usedSchema, document: parse(text), contextValue });
  if (!('schema' in execution)) throw new Error(`${text}: ${execution}`);
  return { ...execution, contextValue };
}

const compiledOf = (execution: QueryExecution) =>
  compileQuery(execution.schema, execution.document, execution.operation);

test('a compiled random query has the same result as graphql-js, or bails out', async () => {
  const { db } = await startApp();
  const context = contextFor({ db, seesDrafts: false });
  let compared = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const text = randomQuery(seed);
      const document = parse(text);
      if (validate(schema, document).length > 0) return;
      const execution = prepared(text, context);
      const data = compiledOf(execution)?.(execution) ?? BAILOUT;
      const expected = executeRootSelectionSet(execution);
      if (data === BAILOUT) {
        expect(expected).toHaveProperty('errors');
        return;
      }
      compared += 1;
      expect(JSON.stringify({ data }), text).toBe(JSON.stringify(expected));
    }),
    { numRuns: 1_500 },
  );
  expect(compared).toBeGreaterThan(200);
});

const small = buildSchema('type Query { text: String count: Int! list: [Int!] self: Query }');

const run = (text: string, rootValue: object) => {
  const execution = {
    // No resolver reads the database.
    ...prepared(text, contextFor({ db: {} as Database, seesDrafts: false }), small),
    rootValue,
  };
  return compiledOf(execution)?.(execution) ?? BAILOUT;
};

describe('a compiled query bails out for', () => {
  test.each([
    [
      'a thrown error',
      '{ text }',
      {
        get text(): string {
          throw new GraphQLError('no');
        },
      },
    ],
    ['an Error as a value', '{ text }', { text: new Error('no') }],
    ['a promise', '{ text }', { text: Promise.resolve('later') }],
    ['a function', '{ text }', { text: () => 'called' }],
    ['null in a non-null field', '{ count }', { count: null }],
    ['null in a list of non-null entries', '{ list }', { list: [1, null] }],
    ['a list that is not an array', '{ list }', { list: new Set([1]) }],
    ['a value that the type cannot serialize', '{ count }', { count: 'many' }],
    ['a directive', '{ text @include(if: true) }', { text: 'x' }],
    ['introspection', '{ __schema { description } }', {}],
    ['the key __proto__', '{ __proto__: text }', { text: 'x' }],
  ])('%s', (_case, text, root) => {
    expect(run(text, root)).toBe(BAILOUT);
  });

  test('fragments that fan out to more selections than the limit', () => {
    const fragments = Array.from(
      { length: 200 },
      (_, level) =>
        `fragment F${level} on Query { a: self { ...F${level + 1} } b: self { ...F${level + 1} } }`,
    );
    const text = `{ ...F0 } ${fragments.join(' ')} fragment F200 on Query { text }`;
    const document = parse(text);
    const [operation] = document.definitions;
    if (operation?.kind !== 'OperationDefinition') throw new Error('There is no operation.');
    expect(compileQuery(small, document, operation)).toBeUndefined();
  });
});

test('a compiled query executes aliases, fragments, lists and null', () => {
  expect(
    run('{ other: text ...More } fragment More on Query { count list self { text } }', {
      text: 'x',
      count: 2,
      list: [1],
      self: null,
    }),
  ).toEqual({ other: 'x', count: 2, list: [1], self: null });
});
