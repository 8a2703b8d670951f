// biome-ignore lint/suspicious/noExplicitAny: `any` is what makes every resolver match, whatever its arguments are.
type AnswerOf<Resolver> = Resolver extends (...parameters: any[]) => infer Answer ? Awaited<Answer> : never;

type AnsweredBy<Resolvers, Row> = {
  [Field in keyof Resolvers]: Field extends keyof Row
    ? Row[Field] extends AnswerOf<Resolvers[Field]>
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
