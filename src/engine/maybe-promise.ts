/**
 * A value or a promise of it. Synchronous results avoid a promise, which costs more
 * than most of the work here.
 */
export type MaybePromise<Value> = Value | Promise<Value>;

export const andThen = <Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> => (value instanceof Promise ? value.then(next) : next(value));
