/** Random numbers that are the same in every run. */
export interface Random {
  /** From 0 to less than 1. */
  fraction: () => number;
  /** An integer from 0 to `limit` - 1. */
  below: (limit: number) => number;
  /** An integer from `least` to `most`, both included. */
  between: (least: number, most: number) => number;
  /** 16 bytes as 22 characters of base64url: the form of ids and receipts. */
  id: () => string;
  pick: <Value>(values: readonly [Value, ...Value[]]) => Value;
  /** So many of the values, in random order, each at most once. */
  sample: <Value>(values: readonly Value[], count: number) => Value[];
}

/** mulberry32, by Tommy Ettinger (public domain). */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const fraction = () => word() / 4_294_967_296;
  const below = (limit: number) => Math.floor(fraction() * limit);
  const bytes = Buffer.alloc(16);
  return {
    fraction,
    below,
    between: (least, most) => least + below(most - least + 1),
    id: () => {
      for (let place = 0; place < 16; place += 4) bytes.writeUInt32LE(word(), place);
      return bytes.toString('base64url');
    },
    pick: ([first, ...others]) => [first, ...others][below(others.length + 1)] ?? first,
    sample: (values, count) => {
      const left = [...values];
      const size = Math.min(count, left.length);
      for (let place = 0; place < size; place += 1) {
        const other = place + below(left.length - place);
        const [here, there] = [left[place], left[other]];
        // Both indexes are within the list.
        if (here !== undefined && there !== undefined) [left[place], left[other]] = [there, here];
      }
      return left.slice(0, size);
    },
  };
}
