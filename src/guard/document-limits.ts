import { badUserInput, failure } from '../graphql/errors.ts';
import { countDocument, type DocumentCounts } from './document-counts.ts';

interface Limit {
  fallback: number;
  /** Plural. */
  unit: string;
  description: string;
  /** The last sentence of the error message. */
  wayOut: string;
}

/** Limits that a document must meet before it is parsed; 0 means no limit. */
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
    wayOut: 'Ask for less at once, and move repeated selections into a fragment.',
  },
  nesting: {
    fallback: 20,
    unit: 'levels of nesting',
    description: 'Nested braces and brackets: selections, lists, objects and list types.',
    wayOut: 'Ask for less depth, and send nested values as variables.',
  },
  aliases: {
    fallback: 100,
    unit: 'aliases',
    description: 'Aliases in a document.',
    wayOut: 'Use list fields such as `nodes` or `surveys` instead of many aliases.',
  },
  directives: {
    fallback: 100,
    unit: 'directives',
    description: 'Directives in a document.',
    wayOut: 'Put a directive on a fragment instead of on each of its fields.',
  },
  fragments: {
    fallback: 100,
    unit: 'fragments',
    description: 'Fragment definitions in a document; validation compares every pair of them.',
    wayOut: 'Select the fields where they are needed.',
  },
  repeats: {
    fallback: 100,
    unit: 'repeated fields',
    description:
      'Fields that repeat a name or alias of the same selection set; validation compares every pair of them.',
    wayOut: 'Select each field once.',
  },
  rootFields: {
    fallback: 50,
    unit: 'root fields',
    description: 'Root fields of an operation; those of fragments on root types count for every operation.',
    wayOut: 'Use list fields such as `nodes` or `surveys`, or several operations.',
  },
} as const satisfies Record<string, Limit>;

/** Limits on the variables of an operation; 0 means no limit. */
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
  // Object.entries loses the type of the names.
  Object.fromEntries(Object.entries<Limit>(limits).map(([name, { fallback }]) => [name, fallback])) as Record<
    Name,
    number
  >;

export const defaultDocumentLimits: DocumentLimits = fallbacksOf(documentLimits);
export const defaultVariableLimits: VariableLimits = fallbacksOf(variableLimits);

/** The bytes of a document. Throws DOCUMENT_LIMIT_EXCEEDED. */
export function documentBytes(text: string, limits: DocumentLimits): number {
  const bytes = Buffer.byteLength(text);
  checkLimit('The document has', documentLimits.bytes, 'bytes', bytes, limits.bytes);
  return bytes;
}

/**
 * Checks a document against the limits before it is parsed, in one pass without recursion. A document with
 * a lexical error is measured up to it, because the parser stops there too. Throws DOCUMENT_LIMIT_EXCEEDED.
 */
export function measureDocument(
  text: string,
  limits: DocumentLimits = defaultDocumentLimits,
): DocumentCounts {
  documentBytes(text, limits);
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
    checkLimit('The document has', documentLimits[name], name, counts[name], limits[name]);
  }
  return counts;
}

/**
 * Checks the variables of an operation before they are coerced. Throws DOCUMENT_LIMIT_EXCEEDED, and
 * BAD_USER_INPUT for a number that is not finite.
 */
export function measureVariables(variables: unknown, limits: VariableLimits = defaultVariableLimits): void {
  let level = [variables].filter(isContainer);
  let values = 0;
  let nesting = 0;
  // Breadth first, so that neither depth nor breadth overflows the stack. The variables
  // object itself does not count.
  while (level.length > 0) {
    const [first] = level;
    // The common case: one object of strings and numbers.
    const entries =
      level.length === 1 && first !== undefined
        ? Object.values(first)
        : level.flatMap((container) => Object.values(container));
    values += entries.length;
    checkLimit('The variables have at least', variableLimits.values, 'values', values, limits.values);
    if (entries.some(isInfinite)) throw infiniteNumber;
    if (!entries.some(isContainer)) break;
    level = entries.filter(isContainer);
    nesting += 1;
    checkLimit('The variables have at least', variableLimits.nesting, 'nesting', nesting, limits.nesting);
  }
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * JSON.parse reads numbers beyond 1.8e308 as Infinity and JSON.stringify writes null, so
 * cache keys would collide.
 */
const isInfinite = (value: unknown): boolean => value === Infinity || value === -Infinity;

const infiniteNumber = badUserInput(
  'variables',
  '`variables` has a number that is too large to be represented. Send a smaller one.',
);

function checkLimit(
  subject: string,
  { unit, wayOut }: Limit,
  measure: string,
  sent: number,
  limit: number,
): void {
  if (limit === 0 || sent <= limit) return;
  const format = (count: number) => count.toLocaleString('en');
  throw failure(
    'DOCUMENT_LIMIT_EXCEEDED',
    `${subject} ${format(sent)} ${unit}; the limit is ${format(limit)}. ${wayOut}`,
    { measure, sent, limit },
  );
}
