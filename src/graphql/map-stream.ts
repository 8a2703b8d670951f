/**
 * Passes every value through `map`. Ending the result ends the source at once, also while its next value is awaited;
 * `onEnd` is called once
 * either has ended or failed.
 */
export function mapStream<In, Out>(
  source: AsyncIterator<In>,
  map: (value: In) => Out | Promise<Out>,
  onEnd: () => void = () => undefined,
): AsyncIterableIterator<Out> {
  const end = async () => {
    onEnd();
    await source.return?.();
  };
  return {
    next: async () => {
      try {
        const { done, value } = await source.next();
        if (!done) return { done: false, value: await map(value) };
      } catch (error) {
        await end();
        throw error;
      }
      onEnd();
      return { done: true, value: undefined };
    },
    return: async () => {
      await end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
