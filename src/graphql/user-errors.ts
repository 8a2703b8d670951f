import type { z } from 'zod';
import type { UserErrorCode } from '../generated/schema-types.ts';
import type { InputFault } from '../text/fault.ts';
import { named } from './typename.ts';

/** A failure that the caller can fix. It is the result of a mutation, not an error of the request. */
export interface Failure {
  code: UserErrorCode;
  message: string;
  /** The path of the invalid input, outermost key first, or null. */
  path: string[] | null;
}

export const isFailure = (value: object): value is Failure => 'code' in value && 'message' in value;

/** A failure of a GraphQL type that has only the fields of UserError. */
export const failureAs = (type: string, failure: Failure): Failure => named(type, failure);

/** A failure of a GraphQL type that implements UserError. */
const failureOf = <Extra extends object>(type: string, failure: Failure & Extra): Failure & Extra =>
  named(type, failure);

/** The result of a mutation: the success type with the value under `key`, or the failure. */
export const outcomeOf = <Key extends string, Value extends object>(
  type: string,
  key: Key,
  value: Value | Failure,
): Failure | Record<Key, Value> =>
  // TypeScript widens a computed key to `string`.
  isFailure(value) ? value : named(type, { [key]: value } as Record<Key, Value>);

const maximumFaults = 20;

/** The faults that a zod schema found. An issue of our own gives the line of a text in its parameters. */
export const faultsOf = ({ issues }: z.ZodError): InputFault[] =>
  issues.map((issue) => {
    const line: unknown = issue.code === 'custom' ? issue.params?.line : undefined;
    return { path: issue.path, message: issue.message, line: typeof line === 'number' ? line : undefined };
  });

/** The failure for an input that violates rules, with at most 20 faults. */
export function invalidInput(found: readonly InputFault[]): Failure {
  const faults = found
    .slice(0, maximumFaults)
    .map(({ path, message, line = null }) => ({ message, path: path.map(String), line }));
  const { message, path } = faults[0] ?? { message: 'The input is invalid.', path: [] };
  return failureOf('InvalidInputError', { code: 'INVALID_INPUT', message, path, faults });
}

/** The failure for an input that violates another rule; `field` is its path, with dots. */
export const brokenRule = (field: string, message: string): Failure =>
  invalidInput([{ path: field.split('.'), message }]);

export const slugTaken = (kind: string, slug: string): Failure =>
  failureOf('SlugTakenError', {
    code: 'SLUG_TAKEN',
    message: `The slug \`${slug}\` is already in use. Choose another, or change the ${kind} that has it.`,
    path: ['slug'],
  });

export const notFound = (
  kind: string,
  slug: string,
  key = 'slug',
  message = `There is no ${kind} \`${slug}\`. Check the slug, or create the ${kind}.`,
): Failure =>
  failureOf('NotFoundError', {
    code: 'NOT_FOUND',
    message,
    path: [key],
  });

export const unknownReference = ({ field, message }: { field: string; message: string }): Failure =>
  failureOf('UnknownReferenceError', { code: 'UNKNOWN_REFERENCE', message, path: field.split('.') });

export const surveyState = (message: string): Failure =>
  failureOf('SurveyStateError', { code: 'SURVEY_STATE', message, path: ['survey'] });

export const surveyNotEditable = (slug: string, status: string): Failure =>
  failureOf('SurveyNotEditableError', {
    code: 'SURVEY_NOT_EDITABLE',
    message: `The survey \`${slug}\` is ${status}; only a draft can be changed. Create another survey.`,
    path: ['slug'],
  });
