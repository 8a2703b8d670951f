/** The first quartile, the median and the third quartile. */
export interface Quartiles {
  lower: number;
  median: number;
  upper: number;
}

export function quartilesOf(numbers: readonly number[]): Quartiles {
  const sorted = numbers.toSorted((left, right) => left - right);
  const at = (part: number): number => {
    const place = part * (sorted.length - 1);
    const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place % 1);
  };
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}
