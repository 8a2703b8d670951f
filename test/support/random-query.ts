import {
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { schema } from '../../src/api/schema.ts';

/** Returns a random integer from 0 to below its argument. */
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

/** Fields that need the context of a real request. */
const excluded = new Set(['viewer', 'budget', 'vote', 'viewerVote']);

const pick = <Value>(draw: Draw, values: readonly Value[]): Value | undefined => values[draw(values.length)];

function argument(draw: Draw, name: string, type: string): string {
  if (type.startsWith('[ID')) return `[${strings.id?.map((id) => `"${id}"`).join()}]`;
  if (type.startsWith('String') || type.startsWith('ID'))
    return `"${pick(draw, strings[name] ?? ['depin'])}"`;
  if (type.startsWith('Int')) return String(draw(12));
  return 'null';
}

function argumentsOf(draw: Draw, field: GraphQLField<unknown, unknown>): string {
  const given = field.args.flatMap((arg) => {
    const type = getNamedType(arg.type);
    if (isEnumType(type)) return draw(2) ? [`${arg.name}: ${pick(draw, type.getValues())?.name}`] : [];
    if (
      isInputObjectType(type) ||
      (!isRequiredArgument(arg) && (draw(3) > 0 || !/^(Int|String)$/.test(type.name)))
    )
      return [];
    // Invalid cursors are included on purpose: their errors are compared too.
    return [`${arg.name}: ${argument(draw, arg.name, String(arg.type))}`];
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

function selection(draw: Draw, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  const own = 'getFields' in named ? Object.values(named.getFields()) : [];
  const parts = own
    .filter((field) => !excluded.has(field.name) && (depth > 0 || !isCompositeType(getNamedType(field.type))))
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

/** A query over the whole schema by seed; most of them are valid. */
export function randomQuery(seed: number): string {
  let state = seed;
  const draw: Draw = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const root = schema.getQueryType();
  return isObjectType(root) ? selection(draw, root, 4) : '';
}
