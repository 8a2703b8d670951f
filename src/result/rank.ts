/** Standard competition ranks (1, 2, 2, 4) of `figures`, the highest first, in the order of the input. */
export function competitionRanks(figures: readonly number[]): number[] {
  return competitionRanksBy(figures, (left, right) => right - left);
}

/**
 * Standard competition ranks (1, 2, 2, 4) of `entries` under an order of one's own: `compare` is negative
 * where `left` comes before `right`, and 0 where both share a rank.
 */
export function competitionRanksBy<Entry>(
  entries: readonly Entry[],
  compare: (left: Entry, right: Entry) => number,
): number[] {
  const sorted = entries
    .map((entry, index) => ({ entry, index }))
    .sort((left, right) => compare(left.entry, right.entry));
  const ranks = new Array<number>(entries.length).fill(1);
  let rank = 1;
  let previous = sorted[0];
  for (const [place, current] of sorted.entries()) {
    if (previous !== undefined && compare(previous.entry, current.entry) !== 0) rank = place + 1;
    ranks[current.index] = rank;
    previous = current;
  }
  return ranks;
}

/** For each rank, whether another entry has the same one. */
export function isTied(ranks: readonly number[]): boolean[] {
  const holders = new Map<number, number>();
  for (const rank of ranks) holders.set(rank, (holders.get(rank) ?? 0) + 1);
  return ranks.map((rank) => (holders.get(rank) ?? 0) > 1);
}

/**
 * What each entry has over the next: 0 for entries that share a rank (the next of them has the same figure),
 * undefined for every entry in the last place (no entry is behind), else the difference to the next place.
 * Entries of one rank have one figure; `difference` turns two figures into points of share.
 */
export function marginsToNext(
  ranks: readonly number[],
  figures: readonly number[],
  difference: (higher: number, lower: number) => number,
): (number | undefined)[] {
  const figureByRank = new Map(ranks.map((rank, index) => [rank, figures[index] ?? 0]));
  const places = [...figureByRank.keys()].sort((left, right) => left - right);
  const nextFigureByRank = new Map(
    places.map((rank, place) => [rank, figureByRank.get(places[place + 1] ?? Number.NaN)]),
  );
  const tied = isTied(ranks);
  return ranks.map((rank, index) => {
    const nextFigure = nextFigureByRank.get(rank);
    if (nextFigure === undefined) return undefined;
    return tied[index] ? 0 : difference(figures[index] ?? 0, nextFigure);
  });
}
