import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
} from 'graphql';
import type { Facts, Values } from './facts.ts';

/** Literals by argument. */
export type Assignment = Readonly<Record<string, string>>;

/** A dimension of the choices for a field's arguments. */
export interface Dimension {
  name: string;
  /** Values for some of the arguments; a search starts with the first option. */
  options: readonly Assignment[];
  /** The n-th of any number of different options, for copies of a field. */
  at?: (place: number) => Assignment;
}

/** Placeholder for a cursor near the end of the list, which has to be read first. */
export const deepCursor = '"(deep cursor)"';

const sizes = [20, 1, 5, 50];

/** The dimensions of a field's arguments. Throws for a required argument without a known value. */
export function argumentSpace(field: GraphQLField<unknown, unknown>, facts: Facts): Dimension[] {
  const named = (name: string) => field.args.find((argument) => argument.name === name);
  const [first, last, after, before] = ['first', 'last', 'after', 'before'].map(named);
  const rest = field.args.filter((argument) => ![first, last, after, before].includes(argument));
  return [
    ...(first === undefined ? [] : [pageDimension(first, { last, after, before })]),
    ...rest.map((argument) => dimensionOf(argument, field, facts)),
  ].filter(({ options }) => options.length > 0);
}

function pageDimension(
  first: GraphQLArgument,
  { last, after, before }: Partial<Record<'last' | 'after' | 'before', GraphQLArgument | undefined>>,
): Dimension {
  const maximum = maximumOf(first) ?? 100;
  const ascending = [...new Set([maximum, ...sizes.filter((size) => size < maximum)])];
  return {
    name: 'page',
    options: [
      ...ascending.map((size) => ({ first: String(size) })),
      ...(after === undefined ? [] : [{ first: String(maximum), after: deepCursor }]),
      ...(last === undefined ? [] : [{ last: String(maximum) }]),
      ...(last === undefined || before === undefined ? [] : [{ last: String(maximum), before: deepCursor }]),
    ],
    at: (place) => ({ first: String(Math.max(1, maximum - place)) }),
  };
}

/** The maximum in the argument's description, such as `1 to 64`. */
const maximumOf = ({ description }: GraphQLArgument): number | undefined => {
  const [, maximum] = /\b1 to (\d+)\b/.exec(description ?? '') ?? [];
  return maximum === undefined ? undefined : Number(maximum);
};

function dimensionOf(
  argument: GraphQLArgument,
  field: GraphQLField<unknown, unknown>,
  facts: Facts,
): Dimension {
  const values = valuesFor(argument, getNamedType(field.type).name, facts);
  if (values === undefined) {
    if (isRequiredArgument(argument))
      throw new Error(`No value is known for the argument \`${argument.name}\`.`);
    return { name: argument.name, options: [{}] };
  }
  const given = values.literals.map((literal) => ({ [argument.name]: literal }));
  return {
    name: argument.name,
    options: isRequiredArgument(argument) ? given : isPlain(argument) ? [...given, {}] : [{}, ...given],
    at: (place) => ({ [argument.name]: values.at(place) }),
  };
}

/** Scalars may be needed even if their type is optional; filters and orders are not. */
const isPlain = ({ type }: GraphQLArgument): boolean => isScalarType(getNamedType(type));

const cyclic = (literals: readonly string[]): Values => ({
  literals,
  at: (place) => literals[place % literals.length] ?? 'null',
});

function valuesFor(
  { name, type }: GraphQLArgument | GraphQLInputField,
  returned: string,
  facts: Facts,
): Values | undefined {
  const own = name === 'slug' ? facts.slugsByType[returned] : facts.byName[name];
  if (own !== undefined) return own;
  const named = getNamedType(type);
  if (isEnumType(named)) {
    const names = named.getValues().map((value) => value.name);
    return isListOf(type) ? cyclic([...names.map((one) => `[${one}]`), `[${names.join()}]`]) : cyclic(names);
  }
  if (named.name === 'Boolean') return cyclic(['false', 'true']);
  if (isInputObjectType(named) && !isListOf(type)) {
    return cyclic(objectLiterals(Object.values(named.getFields()), facts));
  }
  return undefined;
}

const isListOf = (type: GraphQLInputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** Each optional field alone with the required ones, and all fields. */
function objectLiterals(fields: readonly GraphQLInputField[], facts: Facts): string[] {
  const parts = fields.map((field) => ({
    isRequired: isRequiredInputField(field),
    texts: (valuesFor(field, '', facts)?.literals ?? []).map((literal) => `${field.name}: ${literal}`),
  }));
  const required = parts
    .filter(({ isRequired }) => isRequired)
    .reduce<string[][]>((sets, { texts }) => sets.flatMap((set) => texts.map((one) => [...set, one])), [[]]);
  const optional = parts.filter(({ isRequired }) => !isRequired);
  const single = optional.flatMap(({ texts }) => texts.slice(0, 6).map((one) => [one]));
  const together = optional.flatMap(({ texts }) => texts.slice(0, 1));
  return required
    .flatMap((set) => [
      ...(set.length > 0 ? [set] : []),
      ...single.map((one) => [...set, ...one]),
      [...set, ...together],
    ])
    .map((set) => `{ ${set.join(', ')} }`);
}
