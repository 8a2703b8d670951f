import type {
  Mutation,
  ResolversInterfaceTypes,
  ResolversTypes,
  ResolversUnionTypes,
  UserErrorCode,
} from '../generated/schema-types.ts';
import { isRefusal, type Refusal } from '../text/refusal.ts';
import { named } from './typename.ts';

type UserErrorType = NonNullable<ResolversInterfaceTypes<ResolversTypes>['UserError']['__typename']>;

/** The code of each type that implements `UserError`. A type that is missing here does not compile. */
const codes = {
  DuplicateChoiceError: 'DUPLICATE_CHOICE',
  IdempotencyConflictError: 'IDEMPOTENCY_CONFLICT',
  InvalidInputError: 'INVALID_INPUT',
  NotFoundError: 'NOT_FOUND',
  SlugTakenError: 'SLUG_TAKEN',
  SurveyNotEditableError: 'SURVEY_NOT_EDITABLE',
  SurveyNotOpenError: 'SURVEY_NOT_OPEN',
  SurveyStateError: 'SURVEY_STATE',
  TooFewChoicesError: 'TOO_FEW_CHOICES',
  TooManyChoicesError: 'TOO_MANY_CHOICES',
  UnfinishedImportError: 'UNFINISHED_IMPORT',
  UnknownChoiceError: 'UNKNOWN_CHOICE',
  UnknownReferenceError: 'UNKNOWN_REFERENCE',
  VoteNotFoundError: 'VOTE_NOT_FOUND',
} as const satisfies Record<UserErrorType, UserErrorCode>;

type RefusalCode = (typeof codes)[UserErrorType];

const types = Object.fromEntries(
  Object.entries(codes).map(([type, code]) => [code, type]),
  // Each code is in the table above once.
) as Record<RefusalCode, UserErrorType>;

/** The names of the mutations, as the names of their result types begin. */
type MutationName = Capitalize<Exclude<keyof Mutation, '__typename'>>;

/** The codes of the failures in a mutation's union. */
type CodeOf<Name extends MutationName> = (typeof codes)[Extract<
  TypenameOf<ResolversUnionTypes<ResolversTypes>[`${Name}Result`]>,
  UserErrorType
>];

type TypenameOf<Value> = Value extends { __typename?: infer Name } ? Name : never;

/**
 * The result of a mutation: its success type with `fieldsOf` the result, or the failure. A refusal with a
 * code that the mutation's union has no type for does not compile.
 */
export function resultOf<Name extends MutationName, Success extends object, Fields extends object>(
  mutation: Name,
  result: Success | Refusal<CodeOf<Name>>,
  fieldsOf: (result: Success) => Fields,
): Refusal | Fields {
  return isRefusal(result) ? failureOf(result) : named(`${mutation}Success`, fieldsOf(result));
}

/** A refusal as its GraphQL type. */
const failureOf = <Failure extends Refusal<RefusalCode>>(refusal: Failure): Failure =>
  named(types[refusal.code], refusal);
