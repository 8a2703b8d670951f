/**
 * One rank of a ballot as it was filled in: an option's id (above 0), an empty rank, or a mark that is not a
 * choice.
 */
export type RankCell = number | typeof skippedRank | typeof markedWithoutChoice | typeof overvotedRank;

/** An empty rank: one passes to the next choice, two in a row exhaust the ballot. */
export const skippedRank = null;

/** A rank that was marked but names no option, such as a write-in: passed over, and not a skip. */
export const markedWithoutChoice = 0;

/** A rank at which several options were marked. */
export const overvotedRank = -1;

/**
 * What an overvoted rank does: passes to the next choice, as a mark without a choice, or exhausts the
 * ballot.
 */
export type OvervoteRule = 'PASS' | 'EXHAUST';

/** How many ballots hold one and the same effective ranking. */
export interface RankingCount {
  ranking: readonly number[];
  count: number;
  /** Those of them that were imported; none if omitted. */
  imported?: number;
}

/**
 * The options that a ballot can count for, best first: the count stops at two skips in a row, before any
 * choice too, and under EXHAUST at an overvote. An option ranked twice counts at its first place (its
 * second mark is a mark, so it ends a run of skips). Empty for a blank ballot, and a ballot whose only
 * choices lie behind the stop is blank: no count reaches them.
 */
export function effectiveRanking(cells: readonly RankCell[], overvote: OvervoteRule = 'PASS'): number[] {
  const ranking: number[] = [];
  let wasSkipped = false;
  for (const cell of cells) {
    if (cell === overvotedRank && overvote === 'EXHAUST') break;
    if (cell === skippedRank) {
      if (wasSkipped) break;
      wasSkipped = true;
      continue;
    }
    wasSkipped = false;
    if (cell > markedWithoutChoice && !ranking.includes(cell)) ranking.push(cell);
  }
  return ranking;
}

/**
 * The ballot as it is stored: a JSON array with null for a skip, 0 for a mark without a choice and -1 for
 * an overvote. Gaps and repeated marks stay as they were; skips at the end are dropped, since they say only
 * how many ranks the form had.
 */
export function storedRanking(cells: readonly RankCell[]): string {
  return JSON.stringify(cells.slice(0, cells.findLastIndex((cell) => cell !== skippedRank) + 1));
}

/** Reads what `storedRanking` wrote; throws a TypeError for anything else. */
export function parseStoredRanking(stored: string): RankCell[] {
  const cells: unknown = JSON.parse(stored);
  if (!Array.isArray(cells) || !cells.every(isRankCell)) {
    throw new TypeError(
      'A stored ranking is a JSON array of option ids, with null for a skip, 0 for a mark and -1 for an overvote.',
    );
  }
  return cells;
}

function isRankCell(cell: unknown): cell is RankCell {
  return cell === skippedRank || (Number.isSafeInteger(cell) && Number(cell) >= overvotedRank);
}
