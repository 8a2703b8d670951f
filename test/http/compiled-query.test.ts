import fc from 'fast-check';
import {
  buildSchema,
  executeRootSelectionSet,
  GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  parse,
  type ValidatedExecutionArgs,
  validate,
  validateExecutionArgs,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { anonymous } from '../../src/access/viewer.ts';
import { compileQuery, unforeseen } from '../../src/graphql/compiled-query.ts';
import { schema } from '../../src/http/schema.ts';
import { startApp } from '../support/app.ts';

/** Draws a number from 0 to below its argument. */
type Draw = (below: number) => number;

const strings: Readonly<Record<string, readonly string[]>> = {
  slug: [
    'depin',
    'rwa',
    'top-crypto-narratives-2024',
    'sandbox',
    'understanding-rest-apis',
    'research',
    'unknown',
  ],
  survey: ['top-crypto-narratives-2024', 'sandbox', 'unknown'],
  narrative: ['depin', 'unknown'],
  query: ['narrative', 'api'],
  id: ['TmFycmF0aXZlOmRlcGlu', 'U3VydmV5OnNhbmRib3g', 'QXJ0aWNsZTp1bmRlcnN0YW5kaW5nLXJlc3QtYXBpcw', 'x'],
};

/** Fields whose answer depends on what a real request has. */
const left = new Set(['viewer', 'budget', 'vote', 'viewerVote']);

const pick = <Value>(draw: Draw, values: readonly Value[]): Value | undefined => values[draw(values.length)];

function argument(draw: Draw, name: string, type: string): string {
  if (type.startsWith('[ID')) return `[${strings.id?.map((id) => `"${id}"`).join()}]`;
  if (type.startsWith('String') || type.startsWith('ID'))
    return `"${pick(draw, strings[name] ?? ['depin'])}"`;
  if (type.startsWith('Int')) return String(draw(12));
  return 'null';
}

function argumentsOf(draw: Draw, field: GraphQLField<unknown, unknown>): string {
  const given = field.args.flatMap((one) => {
    const type = getNamedType(one.type);
    if (isEnumType(type)) return draw(2) ? [`${one.name}: ${pick(draw, type.getValues())?.name}`] : [];
    if (
      isInputObjectType(type) ||
      (!isRequiredArgument(one) && (draw(3) > 0 || !/^(Int|String)$/.test(type.name)))
    )
      return [];
    // Cursors that are none fail, and are failures that both have to tell in the same way.
    return [`${one.name}: ${argument(draw, one.name, String(one.type))}`];
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

function selection(draw: Draw, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  const own = 'getFields' in named ? Object.values(named.getFields()) : [];
  const parts = own
    .filter((field) => !left.has(field.name) && (depth > 0 || !isCompositeType(getNamedType(field.type))))
    .filter(() => draw(3) === 0)
    .slice(0, 5)
    .map((field) => {
      const alias = draw(6) === 0 ? `a${draw(3)}${field.name}: ` : '';
      return `${alias}${field.name}${argumentsOf(draw, field)} ${selection(draw, field.type, depth - 1)}`;
    });
  if (draw(5) === 0 && depth > 0) parts.push(`... { ${selection(draw, named, 0).slice(2, -2)} }`);
  if (isAbstractType(named)) {
    for (const possible of schema.getPossibleTypes(named)) {
      if (draw(2) === 0) parts.push(`... on ${possible.name} ${selection(draw, possible, depth - 1)}`);
    }
  }
  return `{ __typename ${parts.join(' ')} }`;
}

function randomQuery(seed: number): string {
  let state = seed;
  const draw: Draw = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const root = schema.getQueryType();
  return isObjectType(root) ? selection(draw, root, 4) : '';
}

function prepared(
  text: string,
  contextValue: unknown,
  among: GraphQLSchema = schema,
): ValidatedExecutionArgs {
  const execution = validateExecutionArgs({ schema: among, document: parse(text), contextValue });
  if (!('schema' in execution)) throw new Error(`${text}: ${execution}`);
  return execution;
}

const compiledOf = (execution: ValidatedExecutionArgs) =>
  compileQuery(execution.schema, execution.document, execution.operation);

test('random queries give what the executor of graphql gives, or are left to it', {
  timeout: 90_000,
}, async () => {
  const { db } = await startApp();
  const context = { db, now: Date.UTC(2026, 0, 1), seesDrafts: false, viewer: anonymous };
  let compared = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const text = randomQuery(seed);
      const document = parse(text);
      if (validate(schema, document).length > 0) return;
      const execution = prepared(text, context);
      const data = compiledOf(execution)?.(execution) ?? unforeseen;
      const expected = executeRootSelectionSet(execution);
      if (data === unforeseen) {
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
    const execution = { ...prepared(text, {}, small), rootValue };
    return compiledOf(execution)?.(execution) ?? unforeseen;
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
    expect(run(text, root)).toBe(unforeseen);
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
