import { competitionRanksBy } from './rank.ts';
import type { RankingCount } from './ranking.ts';

/** Votes that moved when `from` was eliminated; `to` is undefined where the ballots were exhausted. */
export interface RunoffTransfer {
  from: number;
  to: number | undefined;
  votes: number;
}

export interface RunoffRound {
  /** From 1. */
  number: number;
  /** The options that stand in this round, most votes first. */
  votes: ReadonlyMap<number, number>;
  /** Ballots that count for an option in this round. */
  continuing: number;
  /**
   * Ballots that have no standing choice left by now, over all rounds before: continuing + exhausted =
   * ballots.
   */
  exhausted: number;
  /** Who leaves after this round, most votes first; empty in the last round. */
  eliminated: readonly number[];
  /** What moved when they left, into the round that follows. */
  transfers: readonly RunoffTransfer[];
}

/**
 * Options with the fewest votes in a round, and what decided between them: the latest earlier round in
 * which they differed, or nothing, so that they left together or, with no other option left, share the
 * first rank.
 */
export interface RunoffTie {
  round: number;
  options: readonly number[];
  resolvedBy: 'EARLIER_ROUND' | 'TOGETHER' | 'SHARED';
}

export interface RankedOption {
  option: number;
  rank: number;
  /** In the last round in which the option stood. */
  votes: number;
  /** Those of the votes that were imported. */
  imported: number;
  /** Undefined for an option that stood to the end. */
  eliminatedInRound: number | undefined;
}

export interface InstantRunoffResult {
  /** Ballots with at least one choice among the options. */
  ballots: number;
  /** Those of the ballots that were imported. */
  imported: number;
  /** Empty while there are no ballots. */
  rounds: readonly RunoffRound[];
  /** One, or several that share the first rank; empty while there are no ballots. */
  winners: readonly number[];
  /** Every option, by rank, and by id within a rank. */
  ranked: readonly RankedOption[];
  ties: readonly RunoffTie[];
}

/**
 * Ballots that hold one ranking, the place in it that they count for now, and the bundle below in the pile.
 */
interface Bundle extends Required<RankingCount> {
  place: number;
  below: Bundle | undefined;
}

interface Pile {
  top: Bundle | undefined;
  votes: number;
  imported: number;
}

/**
 * Counts rankings (effective ones, as `effectiveRanking` gives them) by instant runoff, until an option has
 * more than half of the continuing ballots or two or fewer stand. Nothing depends on the order of options
 * or ballots.
 *
 * Each round eliminates, first that applies: the lowest options that have fewer votes together than the
 * next one (with `batchElimination`; never changes the winner) · all options without a vote · the option
 * with the fewest. Of several with the fewest, the one that had the fewest in the latest earlier round in
 * which they differ leaves; those that were level in every round leave together, and share the first rank
 * if no other option is left. Two that stand last with equal votes share the first rank. There is no
 * drawing of lots.
 */
export function instantRunoff(
  rankings: Iterable<RankingCount>,
  options: readonly number[],
  { batchElimination }: { batchElimination: boolean },
): InstantRunoffResult {
  const piles = new Map<number, Pile>(
    options.map((option) => [option, { top: undefined, votes: 0, imported: 0 }]),
  );
  let [ballots, importedBallots] = [0, 0];
  for (const { ranking, count, imported = 0 } of rankings) {
    const bundle = { ranking, count, imported, place: 0, below: undefined };
    if (pileUp(bundle, piles) === undefined) continue;
    ballots += count;
    importedBallots += imported;
  }

  const rounds: RunoffRound[] = [];
  const ties: RunoffTie[] = [];
  const imported = new Map<number, number>();
  let exhausted = 0;
  let isDecided = ballots === 0;
  while (!isDecided) {
    const number = rounds.length + 1;
    const votes = votesByOption(piles);
    const continuing = ballots - exhausted;
    const decision = decide(votes, continuing, rounds, batchElimination);
    for (const option of decision.eliminated) imported.set(option, piles.get(option)?.imported ?? 0);
    const transfers = transferFrom(decision.eliminated, piles);
    rounds.push({ number, votes, continuing, exhausted, eliminated: decision.eliminated, transfers });
    ties.push(...decision.ties.map((tie) => ({ round: number, ...tie })));
    for (const { to, votes: moved } of transfers) if (to === undefined) exhausted += moved;
    isDecided = decision.eliminated.length === 0;
  }

  for (const [option, pile] of piles) imported.set(option, pile.imported);
  const ranked = rankedAfter(rounds, new Set(options), imported);
  const winners = rounds.length === 0 ? [] : ranked.filter(({ rank }) => rank === 1);
  return {
    ballots,
    imported: importedBallots,
    rounds,
    winners: winners.map(({ option }) => option),
    ranked,
    ties,
  };
}

/** Puts the ballots with the first option on their ranking that is still continuing, which it returns. */
function pileUp(bundle: Bundle, piles: ReadonlyMap<number, Pile>): number | undefined {
  const { ranking } = bundle;
  for (; bundle.place < ranking.length; bundle.place += 1) {
    const option = ranking[bundle.place];
    const pile = option === undefined ? undefined : piles.get(option);
    if (pile !== undefined) {
      bundle.below = pile.top;
      pile.top = bundle;
      pile.votes += bundle.count;
      pile.imported += bundle.imported;
      return option;
    }
  }
  return undefined;
}

/** Most votes first, by id where they are level, so that the listing does not depend on the input. */
function votesByOption(piles: ReadonlyMap<number, Pile>): Map<number, number> {
  const votes = [...piles].map(([option, pile]): [number, number] => [option, pile.votes]);
  return new Map(
    votes.sort(([left, leftVotes], [right, rightVotes]) => rightVotes - leftVotes || left - right),
  );
}

interface Decision {
  eliminated: readonly number[];
  ties: readonly Omit<RunoffTie, 'round'>[];
}

/** The options that leave after a round with these votes (most first); none once the count is over. */
function decide(
  votes: ReadonlyMap<number, number>,
  continuing: number,
  earlier: readonly RunoffRound[],
  batchElimination: boolean,
): Decision {
  const [most = 0, second = 0] = votes.values();
  const hasMajority = 2 * most > continuing;
  if (hasMajority) return { eliminated: [], ties: [] };
  if (votes.size <= 2) {
    return most === second
      ? { eliminated: [], ties: [{ options: [...votes.keys()], resolvedBy: 'SHARED' }] }
      : { eliminated: [], ties: [] };
  }
  const certain = certainLosers(votes, batchElimination);
  return certain.length > 0 ? { eliminated: certain, ties: [] } : fewestVotes(votes, earlier);
}

/**
 * The largest set of lowest options that have fewer votes together than the next one, or without
 * `batchElimination` those that have none. Whatever order they left in, none of them could overtake.
 */
function certainLosers(votes: ReadonlyMap<number, number>, batchElimination: boolean): number[] {
  const lowestFirst = [...votes].reverse();
  let together = 0;
  let size = 0;
  for (const [place, [, own]] of lowestFirst.entries()) {
    if (together < own && (batchElimination || together === 0)) size = place;
    together += own;
  }
  return lowestFirst
    .slice(0, size)
    .map(([option]) => option)
    .reverse();
}

function fewestVotes(votes: ReadonlyMap<number, number>, earlier: readonly RunoffRound[]): Decision {
  const tied = lowestOf([...votes.keys()], votes);
  if (tied.length === 1) return { eliminated: tied, ties: [] };
  const level = earlier.reduceRight((left, round) => lowestOf(left, round.votes), tied);
  const ties: Decision['ties'][number][] = [];
  if (level.length < tied.length) ties.push({ options: tied, resolvedBy: 'EARLIER_ROUND' });
  if (level.length === votes.size) return { eliminated: [], ties: [{ options: tied, resolvedBy: 'SHARED' }] };
  if (level.length > 1) ties.push({ options: level, resolvedBy: 'TOGETHER' });
  return { eliminated: level, ties };
}

function lowestOf(options: readonly number[], votes: ReadonlyMap<number, number>): number[] {
  const fewest = Math.min(...options.map((option) => votes.get(option) ?? 0));
  return options.filter((option) => (votes.get(option) ?? 0) === fewest);
}

function transferFrom(eliminated: readonly number[], piles: Map<number, Pile>): RunoffTransfer[] {
  const leaving = eliminated.map((from) => ({ from, top: piles.get(from)?.top }));
  // All leave before any vote moves, so that none goes to an option that leaves too.
  for (const { from } of leaving) piles.delete(from);
  return leaving.flatMap(({ from, top }) => {
    const moved = new Map<number | undefined, number>();
    for (let bundle = top; bundle !== undefined; ) {
      const { below, count } = bundle;
      const to = pileUp(bundle, piles);
      moved.set(to, (moved.get(to) ?? 0) + count);
      bundle = below;
    }
    return [...moved]
      .map(([to, votes]) => ({ from, to, votes }))
      .sort((left, right) => (left.to ?? Infinity) - (right.to ?? Infinity));
  });
}

function rankedAfter(
  rounds: readonly RunoffRound[],
  options: ReadonlySet<number>,
  imported: ReadonlyMap<number, number>,
): RankedOption[] {
  const eliminatedIn = new Map<number, number>();
  for (const { number, eliminated } of rounds)
    for (const option of eliminated) eliminatedIn.set(option, number);
  const unranked = [...options].map((option) => {
    const eliminatedInRound = eliminatedIn.get(option);
    const votes = rounds.at((eliminatedInRound ?? 0) - 1)?.votes.get(option) ?? 0;
    return { option, votes, imported: imported.get(option) ?? 0, eliminatedInRound };
  });
  const ranks = competitionRanksBy(
    unranked,
    (left, right) =>
      (right.eliminatedInRound ?? rounds.length + 1) - (left.eliminatedInRound ?? rounds.length + 1) ||
      right.votes - left.votes,
  );
  return unranked
    .map((entry, index) => ({ ...entry, rank: ranks[index] ?? 1 }))
    .sort((left, right) => left.rank - right.rank || left.option - right.option);
}
