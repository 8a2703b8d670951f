import type { Resolvers as AnyResolvers, ResolversParentTypes } from '../generated/schema-types.ts';

// biome-ignore lint/suspicious/noExplicitAny: only `any` matches resolvers with every type of arguments
type ResultOf<Resolver> = Resolver extends (...parameters: any[]) => infer Result ? Awaited<Result> : never;

// Root types have no row. Their parent type has an index signature, so it is excluded here.
type ResolvedByColumn<Resolvers, Row> = string extends keyof Row
  ? never
  : {
      [Field in keyof Resolvers]: Field extends keyof Row
        ? Exclude<Row[Field], undefined> extends ResultOf<Resolvers[Field]>
          ? Field
          : never
        : never;
    }[keyof Resolvers];

/**
 * The resolvers that an object type with `Row` values needs: one for each field without a column of the same
 * name and type. A missing resolver, or a column of another type, is a compile error.
 */
export type ResolversFor<Resolvers, Row> = Omit<Resolvers, ResolvedByColumn<Resolvers, Row> | '__isTypeOf'> &
  Partial<Pick<Resolvers, ResolvedByColumn<Resolvers, Row>>>;

type Complete<Resolvers, Rows> = {
  [Type in keyof Resolvers & keyof Rows as object extends ResolversFor<Resolvers[Type], Rows[Type]>
    ? never
    : Type]: ResolversFor<Resolvers[Type], Rows[Type]>;
};

/** The resolvers of the whole schema, without scalars. */
export type CompleteResolvers = Complete<Omit<AnyResolvers, 'DateTime'>, ResolversParentTypes>;
