import type { Option } from '../survey/option.ts';
import type { InstantRunoffResult, RunoffTie } from './instant-runoff.ts';
import { talliedShare } from './share.ts';

/** One round of an instant runoff, as the GraphQL type Round shows it. */
export interface Round {
  number: number;
  exhausted: number;
  allResults: RoundResult[];
  eliminated: Option[];
  allTransfers: Transfer[];
  ties: RoundTie[];
}

export interface RoundResult {
  option: Option;
  votes: number;
  /** Percent of all ballots, rounded half up to one decimal. */
  share: number;
}

export interface Transfer {
  from: Option;
  /** Null for ballots without a further choice. */
  to: Option | null;
  votes: number;
}

export interface RoundTie {
  options: Option[];
  resolvedBy: RunoffTie['resolvedBy'];
}

/** The rounds of a count, most votes first in each. `options` are those of the survey. */
export function roundsOf(
  { ballots, rounds, ties }: Pick<InstantRunoffResult, 'ballots' | 'rounds' | 'ties'>,
  options: readonly Option[],
): Round[] {
  const byId = new Map(options.map((option) => [option.narrative.id, option]));
  const optionWith = (id: number): Option => {
    const option = byId.get(id);
    // The count was made of these very options.
    if (option === undefined) throw new Error(`The option ${id} is missing.`);
    return option;
  };
  return rounds.map(({ number, exhausted, votes, eliminated, transfers }) => ({
    number,
    exhausted,
    allResults: [...votes].map(([id, count]) => ({
      option: optionWith(id),
      votes: count,
      share: talliedShare(count, ballots),
    })),
    eliminated: eliminated.map(optionWith),
    allTransfers: transfers
      .toSorted((left, right) => right.votes - left.votes)
      .map(({ from, to, votes: moved }) => ({
        from: optionWith(from),
        to: to === undefined ? null : optionWith(to),
        votes: moved,
      })),
    ties: ties
      .filter(({ round }) => round === number)
      .map((tie) => ({ options: tie.options.map(optionWith), resolvedBy: tie.resolvedBy })),
  }));
}
