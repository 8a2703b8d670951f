import type { InstantRunoffResult, RunoffRound } from './instant-runoff.ts';

/** A count as JSON. What is undefined is left out, and reads as undefined again. */
export const storedRunoff = (result: InstantRunoffResult): string =>
  JSON.stringify({
    ...result,
    rounds: result.rounds.map((round) => ({ ...round, votes: [...round.votes] })),
  });

/** A count as a version without channels has stored it lacks `imported`. */
export interface StoredRunoffResult extends Omit<InstantRunoffResult, 'imported'> {
  imported: number | undefined;
}

type StoredRound = Omit<RunoffRound, 'votes'> & { votes: [option: number, votes: number][] };

/** Reads what `storedRunoff` wrote. */
export function parseStoredRunoff(stored: string): StoredRunoffResult {
  const result: Omit<StoredRunoffResult, 'rounds'> & { rounds: StoredRound[] } = JSON.parse(stored);
  return { ...result, rounds: result.rounds.map((round) => ({ ...round, votes: new Map(round.votes) })) };
}
