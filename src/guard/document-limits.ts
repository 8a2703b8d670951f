import { badUserInput, failure } from '../graphql/errors.ts';
import { countDocument, type DocumentCounts } from './document-counts.ts';

interface Limit {
  fallback: number;
  /** What is counted, in the plural. */
  unit: string;
  description: string;
  /** How the refusal ends. */
  wayOut: string;
}

/** How large and busy a document may be before it is parsed; 0 in the place of any limit means none. */
export const documentLimits = {
  bytes: {
    fallback: 16_384,
    unit: 'bytes',
    description: 'Bytes of a document, in UTF-8.',
    wayOut: 'Ask for less at once, and send values as variables.',
  },
  tokens: {
    fallback: 2000,
    unit: 'tokens',
    description: 'Tokens of a document: names, values and punctuators; comments and commas do not count.',
    wayOut: 'Ask for less at once, and say what repeats in a fragment.',
  },
  nesting: {
    fallback: 20,
    unit: 'levels of nesting',
    description: 'Braces and brackets that are open at once: selections, lists, objects and list types.',
    wayOut: 'Ask for less depth, and send nested values as variables.',
  },
  aliases: {
    fallback: 100,
    unit: 'aliases',
    description: 'Aliases in a document.',
    wayOut: 'Use list fields such as `nodes` or `surveys` in the place of many aliases.',
  },
  directives: {
    fallback: 100,
    unit: 'directives',
    description: 'Directives in a document.',
    wayOut: 'Put a directive on a fragment in the place of each of its fields.',
  },
  fragments: {
    fallback: 100,
    unit: 'fragments',
    description: 'Definitions of fragments in a document; validation compares each with each.',
    wayOut: 'Select the fields where they are needed.',
  },
  repeats: {
    fallback: 100,
    unit: 'repeated fields',
    description:
      'Fields that stand once more in the same selection set, under the same name or alias; validation compares each with each.',
    wayOut: 'Select each field once.',
  },
  rootFields: {
    fallback: 50,
    unit: 'root fields',
    description:
      'Fields that an operation selects at its root; those of fragments on root types count for every operation.',
    wayOut: 'Use list fields such as `nodes` or `surveys`, or several operations.',
  },
} as const satisfies Record<string, Limit>;

/** How many values the variables of an operation may have, and how deeply; 0 means none. */
export const variableLimits = {
  values: {
    fallback: 2000,
    unit: 'values',
    description: 'Values in the variables of an operation: lists, objects, and what is in them.',
    wayOut: 'Send shorter lists.',
  },
  nesting: {
    fallback: 20,
    unit: 'levels of nesting',
    description: 'Levels of lists and objects in the variables of an operation.',
    wayOut: 'Send flatter values.',
  },
} as const satisfies Record<string, Limit>;

export type DocumentLimits = Readonly<Record<keyof typeof documentLimits, number>>;
export type VariableLimits = Readonly<Record<keyof typeof variableLimits, number>>;

const fallbacksOf = <Name extends string>(limits: Record<Name, Limit>): Record<Name, number> =>
  // The names are those of the same record.
  Object.fromEntries(Object.entries<Limit>(limits).map(([name, { fallback }]) => [name, fallback])) as Record<
    Name,
    number
  >;

export const defaultDocumentLimits: DocumentLimits = fallbacksOf(documentLimits);
export const defaultVariableLimits: VariableLimits = fallbacksOf(variableLimits);

/**
 * Holds a document against the limits before it is parsed. One pass that never recurses; a document that is no GraphQL is measured
 * up to where it ceases to be, since no parser will get further. Throws DOCUMENT_LIMIT_EXCEEDED.
 */
export function measureDocument(
  text: string,
  limits: DocumentLimits = defaultDocumentLimits,
): DocumentCounts {
  hold('The document has', documentLimits.bytes, 'bytes', Buffer.byteLength(text), limits.bytes);
  const counts = countDocument(text);
  for (const name of [
    'tokens',
    'nesting',
    'aliases',
    'directives',
    'fragments',
    'rootFields',
    'repeats',
  ] as const) {
    hold('The document has', documentLimits[name], name, counts[name], limits[name]);
  }
  return counts;
}

/**
 * Checks the variables of an operation before they are coerced, without recursion. Throws DOCUMENT_LIMIT_EXCEEDED,
 * and BAD_USER_INPUT for a number that is not finite.
 */
export function measureVariables(variables: unknown, limits: VariableLimits = defaultVariableLimits): void {
  let level = [variables].filter(isContainer);
  let values = 0;
  let nesting = 0;
  // Level by level, so that neither depth nor breadth can exhaust a stack. The object of the variables itself does not count.
  while (level.length > 0) {
    const [first] = level;
    // Most variables are one object with texts and numbers in it.
    const entries =
      level.length === 1 && first !== undefined
        ? Object.values(first)
        : level.flatMap((container) => Object.values(container));
    values += entries.length;
    hold('The variables have at least', variableLimits.values, 'values', values, limits.values);
    if (entries.some(isInfinite)) throw infiniteNumber;
    if (!entries.some(isContainer)) break;
    level = entries.filter(isContainer);
    nesting += 1;
    hold('The variables have at least', variableLimits.nesting, 'nesting', nesting, limits.nesting);
  }
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** JSON numbers beyond 1.8e308 are read as Infinity, which JSON writes as null: two requests would look the same. */
const isInfinite = (value: unknown): boolean => value === Infinity || value === -Infinity;

const infiniteNumber = badUserInput(
  'variables',
  '`variables` has a number that is too large to be represented. Send a smaller one.',
);

function hold(subject: string, { unit, wayOut }: Limit, measure: string, sent: number, limit: number): void {
  if (limit === 0 || sent <= limit) return;
  const shown = (count: number) => count.toLocaleString('en');
  throw failure(
    'DOCUMENT_LIMIT_EXCEEDED',
    `${subject} ${shown(sent)} ${unit}; the limit is ${shown(limit)}. ${wayOut}`,
    { measure, sent, limit },
  );
}
