import type { Resolvers as AnyResolvers, ResolversParentTypes } from '../generated/schema-types.ts';

// biome-ignore lint/suspicious/noExplicitAny: `any` is what makes every resolver match, whatever its arguments are.
type AnswerOf<Resolver> = Resolver extends (...parameters: any[]) => infer Answer ? Awaited<Answer> : never;

// Root types have no row: their parent has every key, and answers nothing.
type AnsweredBy<Resolvers, Row> = string extends keyof Row
  ? never
  : {
      [Field in keyof Resolvers]: Field extends keyof Row
        ? Exclude<Row[Field], undefined> extends AnswerOf<Resolvers[Field]>
          ? Field
          : never
        : never;
    }[keyof Resolvers];

/**
 * The resolvers that an object type needs when its values are `Row`s: one for each field that no property of the row answers with
 * the right type. A forgotten field, or a column of another type, does not compile.
 */
export type ResolversFor<Resolvers, Row> = Omit<Resolvers, AnsweredBy<Resolvers, Row> | '__isTypeOf'> &
  Partial<Pick<Resolvers, AnsweredBy<Resolvers, Row>>>;

type Complete<Resolvers, Rows> = {
  [Type in keyof Resolvers & keyof Rows as object extends ResolversFor<Resolvers[Type], Rows[Type]>
    ? never
    : Type]: ResolversFor<Resolvers[Type], Rows[Type]>;
};

/** What the schema needs as a whole. Scalars are not resolved but coerced. */
export type CompleteResolvers = Complete<Omit<AnyResolvers, 'DateTime'>, ResolversParentTypes>;
