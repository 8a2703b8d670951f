/** A value, or a promise of it: where nothing has to be waited for, waiting a turn would cost more than the work. */
export type MaybePromise<Value> = Value | Promise<Value>;

export const andThen = <Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> => (value instanceof Promise ? value.then(next) : next(value));
