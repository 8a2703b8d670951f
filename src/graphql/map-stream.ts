/** Every value through `map`. Ending the result ends the source at once, also while its next value is awaited; `onEnd` is then called. */
export function mapStream<In, Out>(
  source: AsyncIterator<In>,
  map: (value: In) => Out,
  onEnd: () => void = () => undefined,
): AsyncIterableIterator<Out> {
  return {
    next: async () => {
      const { done, value } = await source.next();
      if (!done) return { done: false, value: map(value) };
      onEnd();
      return { done: true, value: undefined };
    },
    return: async () => {
      onEnd();
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
