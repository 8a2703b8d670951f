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

function prepared(text: string, contextValue: Context, among: GraphQLSchema = schema): QueryExecution {
  const execution = validateExecutionArgs({ schema: among, document: parse(text), contextValue });
  if (!('schema' in execution)) throw new Error(`${text}: ${execution}`);
  return { ...execution, contextValue };
}

const compiledOf = (execution: QueryExecution) =>
  compileQuery(execution.schema, execution.document, execution.operation);

test('random queries give what the executor of graphql gives, or are left to it', {
  timeout: 90_000,
}, async () => {
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

describe('what is left to the executor of graphql', () => {
  const small = buildSchema('type Query { text: String count: Int! list: [Int!] self: Query }');
  const run = (text: string, rootValue: object) => {
    const execution = {
      ...prepared(text, contextFor({ db: {} as Database, seesDrafts: false }), small),
      rootValue,
    };
    return compiledOf(execution)?.(execution) ?? BAILOUT;
  };

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
    ['an error as a value', '{ text }', { text: new Error('no') }],
    ['a promise', '{ text }', { text: Promise.resolve('later') }],
    ['a function', '{ text }', { text: () => 'called' }],
    ['null where there must be a value', '{ count }', { count: null }],
    ['null in a list that may have none', '{ list }', { list: [1, null] }],
    ['a list that is no array', '{ list }', { list: new Set([1]) }],
    ['a value that the type cannot show', '{ count }', { count: 'many' }],
    ['a directive', '{ text @include(if: true) }', { text: 'x' }],
    ['introspection', '{ __schema { description } }', {}],
    ['a key that no object can have', '{ __proto__: text }', { text: 'x' }],
  ])('%s', (_case, text, root) => {
    expect(run(text, root)).toBe(BAILOUT);
  });

  test('is nothing of what has neither', () => {
    expect(
      run('{ other: text ...More } fragment More on Query { count list self { text } }', {
        text: 'x',
        count: 2,
        list: [1],
        self: null,
      }),
    ).toEqual({ other: 'x', count: 2, list: [1], self: null });
  });

  test('fragments that fan out to more selections than can be compiled', () => {
    const fragments = Array.from(
      { length: 200 },
      (_, level) =>
        `fragment F${level} on Query { a: self { ...F${level + 1} } b: self { ...F${level + 1} } }`,
    );
    const text = `{ ...F0 } ${fragments.join(' ')} fragment F200 on Query { text }`;
    const document = parse(text);
    const [operation] = document.definitions;
    if (operation?.kind !== 'OperationDefinition') throw new Error('There is an operation.');
    expect(compileQuery(small, document, operation)).toBeUndefined();
  });
});
