import type { InstantRunoffResult, RunoffTie } from './instant-runoff.ts';
import { talliedShare } from './share.ts';

/** One round of an instant runoff, as the GraphQL type Round shows it; narratives are ids. */
export interface Round {
  number: number;
  exhausted: number;
  allResults: RoundResult[];
  eliminated: readonly number[];
  allTransfers: Transfer[];
  ties: RoundTie[];
}

/** What is in a round knows the round, through which its narratives are read. */
interface Part {
  round: Round;
}

export interface RoundResult extends Part {
  narrativeId: number;
  votes: number;
  /** Percent of all ballots, rounded half up to one decimal. */
  share: number;
}

export interface Transfer extends Part {
  fromId: number;
  /** Undefined for ballots without a further choice. */
  toId: number | undefined;
  votes: number;
}

export interface RoundTie extends Part {
  narrativeIds: readonly number[];
  resolvedBy: RunoffTie['resolvedBy'];
}

/** The rounds of a count, most votes first in each. */
export const roundsOf = ({ ballots, rounds, ties }: InstantRunoffResult): Round[] =>
  rounds.map((counted) => {
    const round: Round = {
      number: counted.number,
      exhausted: counted.exhausted,
      allResults: [],
      eliminated: counted.eliminated,
      allTransfers: [],
      ties: [],
    };
    round.allResults = [...counted.votes].map(([narrativeId, votes]) => ({
      round,
      narrativeId,
      votes,
      share: talliedShare(votes, ballots),
    }));
    round.allTransfers = counted.transfers
      .toSorted((left, right) => right.votes - left.votes)
      .map(({ from, to, votes }) => ({ round, fromId: from, toId: to, votes }));
    round.ties = ties
      .filter((tie) => tie.round === counted.number)
      .map(({ options, resolvedBy }) => ({ round, narrativeIds: options, resolvedBy }));
    return round;
  });

/** Every narrative that a round names. */
export const narrativeIdsOf = ({ allResults, allTransfers }: Round): number[] => [
  ...allResults.map(({ narrativeId }) => narrativeId),
  ...allTransfers.flatMap(({ toId }) => toId ?? []),
];
