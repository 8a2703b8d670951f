/**
 * Maps every value of an iterator. `return` ends the source at once, even while its next value is pending,
 * which an async generator cannot do. `onEnd` is called when either ends or fails.
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
