import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import type { GraphQLArgument, GraphQLCompositeType, GraphQLField, GraphQLSchema } from 'graphql';
import { getNamedType, isAbstractType, isLeafType, isObjectType, isUnionType } from 'graphql';

export interface RandomOperation {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const FILTERS = [
  '{ cheap: true }',
  '{ deep: { limit: 2, either: { cheap: $flag } } }',
  '{ either: [{}, { cheap: null }] }',
];

/** Values of arguments, by type. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '4', '4', 'null', '$number', '$other'],
  Boolean: ['true', 'false', 'null', '$flag'],
  ID: ['"a"', 'null'],
  '[ID!]!': ['["a", "b"]', '"a"', '[]', '$ids', '["a", $id]'],
  Page: ['{ size: 3 }', '{ size: null }', '{ size: $number }', '{}', 'null', '$page'],
  Filter: [...FILTERS, 'null', '$filter'],
};

/** Values for an argument, as literals; an argument without any is left out. */
export type Literals = (
  argument: GraphQLArgument,
  field: GraphQLField<unknown, unknown>,
) => readonly string[];

/** The type of each variable, and its values; `undefined` leaves it out. */
const VARIABLES: Readonly<Record<string, readonly [string, ...unknown[]]>> = {
  number: ['Int', 0, 2, 5, null, undefined],
  other: ['Int = 3', 1, 3, null, undefined],
  flag: ['Boolean', true, false, null, undefined],
  yes: ['Boolean!', true, false],
  maybe: ['Boolean = true', true, false, undefined],
  ids: ['[ID!]!', [], 'a', ['a', 'b', 'c']],
  id: ['ID!', 'a'],
  page: ['Page', {}, { size: 2 }, { size: null }, null, undefined],
  filter: ['Filter', {}, { cheap: false, either: { deep: {} } }, { limit: 4 }, null, undefined],
};

const CONDITIONS = [
  '@include(if: $yes)',
  '@skip(if: $yes)',
  '@include(if: $maybe)',
  '@skip(if: false)',
  '@include(if: false)',
];

/**
 * A random valid query with aliases, repeated fields, inline and named fragments, conditions, and every form
 * of argument. Fields of the same name must have the same type and arguments in the schema; otherwise some
 * queries are not valid. With `isNamed`, every selection on an abstract type includes `__typename`.
 */
export function randomOperation(
  schema: GraphQLSchema,
  gen: GeneratorValue,
  isNamed: boolean,
  literals: Literals = ({ type }) => ARGUMENTS[String(type)] ?? [],
): RandomOperation {
  const upTo = (max: number) => gen(fc.nat, { max });
  const pick = <Value>(values: readonly Value[]): Value | undefined =>
    values.length === 0 ? undefined : values[upTo(values.length - 1)];
  const fragments: { name: string; on: string; text: string }[] = [];
  const argumentsByKey = new Map<string, string>();

  const queryType = schema.getQueryType();
  if (!queryType) throw new Error('The schema has no query type.');
  const body = selections(queryType, 0);
  const text = [body, ...fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`)].join(
    '\n',
  );
  const used = Object.entries(VARIABLES).filter(([name]) => new RegExp(`\\$${name}\\b`).test(text));
  const declarations = used.map(([name, [type]]) => `$${name}: ${type}`).join(', ');
  const values = used.map(([name, [, ...choices]]) => [name, pick(choices)] as const);
  return {
    source: `query ${declarations && `(${declarations})`} ${text}`,
    variables: Object.fromEntries(values.filter(([, value]) => value !== undefined)),
  };

  function selections(type: GraphQLCompositeType, depth: number): string {
    const selected = Array.from({ length: 1 + upTo(3) }, () => selection(type, depth));
    return `{ ${isNamed && isAbstractType(type) ? '__typename ' : ''}${selected.join(' ')} }`;
  }

  function selection(type: GraphQLCompositeType, depth: number): string {
    const condition = upTo(5) === 0 ? ` ${pick(CONDITIONS)}` : '';
    const kind = upTo(6);
    if (depth < 5 && (kind === 6 || (isUnionType(type) && kind < 5)))
      return inlineFragment(type, depth, condition);
    if (depth < 5 && kind === 5) return `...${fragmentOn(type, depth)}${condition}`;
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const selectable = depth < 5 ? fields : fields.filter((field) => isLeafType(getNamedType(field.type)));
    const field = pick(selectable);
    return field ? selectField(field, depth, condition) : `__typename${condition}`;
  }

  function selectField(field: GraphQLField<unknown, unknown>, depth: number, condition: string): string {
    const number = upTo(2);
    const key = number === 0 ? field.name : `${field.name}${number}`;
    // Fields with the same response key must have the same arguments.
    const keyWithArguments = `${key}(${field.args.map(({ name }) => name).join()})`;
    const given = argumentsByKey.get(keyWithArguments) ?? randomArguments(field);
    argumentsByKey.set(keyWithArguments, given);
    const named = getNamedType(field.type);
    const below = isLeafType(named) ? '' : ` ${selections(named, depth + 1)}`;
    return `${key === field.name ? '' : `${key}: `}${field.name}${given}${condition}${below}`;
  }

  function randomArguments(field: GraphQLField<unknown, unknown>): string {
    const given = field.args.flatMap((argument) => {
      const type = String(argument.type);
      const isAbsent = !type.endsWith('!') && upTo(2) === 0;
      const literal = isAbsent ? undefined : pick(literals(argument, field));
      return literal === undefined ? [] : [`${argument.name}: ${literal}`];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  function inlineFragment(type: GraphQLCompositeType, depth: number, condition: string): string {
    const on = pick(overlapping(type)) ?? type;
    return `... on ${on.name}${condition} ${selections(on, depth + 1)}`;
  }

  function fragmentOn(type: GraphQLCompositeType, depth: number): string {
    const candidates = overlapping(type);
    const reusable = fragments.filter(({ on }) => candidates.some((candidate) => candidate.name === on));
    const known = upTo(1) === 0 ? undefined : pick(reusable);
    if (known) return known.name;
    const on = pick(candidates) ?? type;
    const text = selections(on, depth + 1);
    const name = `F${fragments.length}`;
    fragments.push({ name, on: on.name, text });
    return name;
  }

  function overlapping(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    return isObjectType(type) ? [type, ...type.getInterfaces()] : [type, ...schema.getPossibleTypes(type)];
  }
}
