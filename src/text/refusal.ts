import type { UserErrorCode } from '../generated/schema-types.ts';
import type { InputFault } from './fault.ts';

/**
 * Why a change was not made: a failure that the caller can fix. A mutation answers with it as a type of its
 * union (`graphql/user-errors.ts`), a command with its message.
 */
export interface Refusal<Code extends UserErrorCode = UserErrorCode> {
  code: Code;
  message: string;
  /** Keys of the input, outermost first. */
  path: string[];
  /** With INVALID_INPUT, everything that was found, at most 20 faults. */
  faults?: { message: string; path: string[]; line: number | null }[];
}

/** The code of a refusal; a result that is not refused has no `code`. */
export const isRefusal = <Result extends object>(result: Result): result is Extract<Result, Refusal> =>
  'code' in result && 'message' in result;

const maximumFaults = 20;

/** The refusal of an input that violates rules. */
export function invalidInput(found: readonly InputFault[]): Refusal<'INVALID_INPUT'> {
  const faults = found
    .slice(0, maximumFaults)
    .map(({ path, message, line = null }) => ({ message, path: path.map(String), line }));
  const { message, path } = faults[0] ?? { message: 'The input is invalid.', path: [] };
  return { code: 'INVALID_INPUT', message, path, faults };
}

/** The refusal of an input with one fault; `field` is its path, with dots. */
export const invalidField = (field: string, message: string): Refusal<'INVALID_INPUT'> =>
  invalidInput([{ path: field.split('.'), message }]);

export const slugTaken = (kind: string, slug: string): Refusal<'SLUG_TAKEN'> => ({
  code: 'SLUG_TAKEN',
  message: `The slug \`${slug}\` is already in use. Choose another, or change the ${kind} that has it.`,
  path: ['slug'],
});

/** `key` is the key of the input that names the object. */
export const notFound = (kind: string, slug: string, key = 'slug'): Refusal<'NOT_FOUND'> => ({
  code: 'NOT_FOUND',
  message: `There is no ${kind} \`${slug}\`. Check the slug, or create the ${kind}.`,
  path: [key],
});

/** `field` is the path of the reference, with dots. */
export const unknownReference = (fault: {
  field: string;
  message: string;
}): Refusal<'UNKNOWN_REFERENCE'> => ({
  code: 'UNKNOWN_REFERENCE',
  message: fault.message,
  path: fault.field.split('.'),
});
