import { defaultDocumentLimits } from '../../src/guard/document-limits.ts';

/** A document that is expensive to parse or validate. */
export interface Attack {
  name: string;
  /** At the document limits, or as close to them as possible. */
  text: string;
}

const { bytes, tokens, nesting, aliases, directives, fragments, rootFields } = defaultDocumentLimits;

const times = (count: number, part: (place: number) => string): string =>
  Array.from({ length: count }, (_, place) => part(place)).join(' ');

const field = '__typename';

export const attacks: readonly Attack[] = [
  { name: 'one field repeated', text: `{ ${times(tokens - 3, () => 'x').slice(0, bytes - 4)} }` },
  { name: 'one valid field repeated', text: `{ surveys { nodes { ${times(1_300, () => 'slug')} } } }` },
  {
    name: 'fields of one alias that must be compared',
    text: `{ surveys { nodes { ${times(aliases, () => 'a: articles { nodes { slug title excerpt } }')} } } }`,
  },
  {
    name: 'fragments that spread each other in a circle',
    text: `{ surveys { nodes { ...F0 } } } ${times(
      fragments,
      (place) => `fragment F${place} on Survey { ...F${(place + 1) % fragments} slug }`,
    )}`,
  },
  {
    name: 'fragments that each spread the next one twice',
    text: `{ surveys { nodes { ...F0 } } } ${times(
      fragments - 1,
      (place) => `fragment F${place} on Survey { ...F${place + 1} ...F${place + 1} }`,
    )} fragment F${fragments - 1} on Survey { slug }`,
  },
  {
    name: 'a tree of one repeated field',
    text: `{ surveys { nodes { ${times(
      20,
      () => `previousEdition { ${times(20, () => 'previousEdition { slug }')} }`,
    )} } } }`,
  },
  {
    name: 'braces up to the nesting limit',
    text: `${times(nesting - 1, () => '{ x')} ${times(nesting - 1, () => '}')}`,
  },
  { name: 'braces far beyond it', text: `${'{'.repeat(bytes - 1)}` },
  { name: 'brackets in an argument', text: `{ x(a: ${'['.repeat(8_000)} }` },
  {
    name: 'unused variables',
    text: `query (${times(490, (place) => `$v${place}: Int`)}) { ${field} }`,
  },
  { name: 'unknown fields', text: `{ ${times(rootFields, (place) => `unknown${place}`)} }` },
  { name: 'unknown types', text: `query (${times(490, (place) => `$v${place}: U${place}`)}) { ${field} }` },
  {
    name: 'directives',
    text: `{ surveys { nodes { slug ${times(directives, () => '@include(if: true)')} } } }`,
  },
  { name: 'a long string', text: `{ survey(slug: "${'x'.repeat(bytes - 40)}") { slug } }` },
  { name: 'a long block string', text: `{ survey(slug: """${'\n x'.repeat(5_000)}""") { slug } }` },
  { name: 'nothing but comments', text: `${'#\n'.repeat(bytes / 2)}` },
  {
    name: 'introspection in introspection',
    text: `{ __schema { types ${times(8, () => '{ fields { type')} { name } ${times(16, () => '}')} } }`,
  },
];
