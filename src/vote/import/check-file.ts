import type { CheckedFile, FileReport, ImportPlan } from './import-plan.ts';
import type { RowFault } from './import-refused.ts';
import { RowSet } from './row-set.ts';

/** The vote of a voter that counts so far. */
interface VoterRow {
  number: number;
  castAt: number | undefined;
  /** The ids of what it counts for, best first where they are ranked, separated by commas. */
  ballot: string;
  isDoubled: boolean;
}

export interface CheckOptions {
  /** Whether `ballots` has whole rankings, and not their first choices only. */
  isWhole: boolean;
  onRows: (rows: number) => void;
  onFault: (fault: RowFault) => void;
}

/**
 * Reads a file to its end and counts what its rows come to. Of several rows of a voter the latest counts,
 * by their times where the file has them, else by their place. With a voter column it remembers every
 * voter, in some 200 bytes each, and for `isWhole` each different ballot; otherwise memory does not grow
 * with the file.
 */
export async function checkFile(
  { openAnswers, survey, slugOf }: ImportPlan,
  { isWhole, onRows, onFault }: CheckOptions,
): Promise<CheckedFile> {
  let unreadable = 0;
  const counts = { votes: 0, blank: 0, faulty: 0, filtered: 0, replaced: 0, doubled: 0 };
  const ballots = new Map<string, number>();
  const isRanked = survey.method === 'RANKED_CHOICE';
  const voters = new Map<string, VoterRow>();
  const replacedRows = new RowSet();
  const { rows, read, answers, digest } = openAnswers((fault) => {
    unreadable += 1;
    onFault(fault);
  });
  const count = ({ ballot, isDoubled }: VoterRow, by: 1 | -1) => {
    counts.votes += by;
    if (isDoubled) counts.doubled += by;
    ballots.set(ballot, (ballots.get(ballot) ?? 0) + by);
  };
  const countVoter = (voter: string, row: VoterRow) => {
    const before = voters.get(voter);
    if (before === undefined || isLater(row, before)) {
      voters.set(voter, row);
      count(row, 1);
    }
    if (before === undefined) return;
    counts.replaced += 1;
    const replaced = isLater(row, before) ? before : row;
    replacedRows.add(replaced.number);
    if (replaced === before) count(before, -1);
  };
  let total = 0;
  for await (const piece of rows) {
    for (const row of piece) {
      const result = read(row);
      if (result === 'filtered') counts.filtered += 1;
      else if ('fault' in result) {
        counts.faulty += 1;
        onFault({ line: row.line(), message: result.fault });
      } else if (result.ballot === 'blank') counts.blank += 1;
      else {
        const { counted, isDoubled } = result.ballot;
        const ballot = (isRanked && !isWhole ? counted.slice(0, 1) : counted).join();
        const vote = { number: row.number, castAt: result.castAt, ballot, isDoubled };
        if (result.voter === undefined) count(vote, 1);
        else countVoter(result.voter, vote);
      }
    }
    total += piece.length;
    onRows(total + unreadable);
  }
  const report: FileReport = {
    ...counts,
    rows: total + unreadable,
    faulty: counts.faulty + unreadable,
    voters: voters.size > 0 ? voters.size : counts.votes,
    choices: Object.fromEntries(
      [...votesByOption(ballots, isRanked)].map(([option, votes]) => [slugOf.get(option) ?? '', votes]),
    ),
  };
  return {
    digest: digest(),
    unreadable,
    replacedRows,
    report,
    answers: answers(),
    ballots,
    voters: [...voters.keys()],
  };
}

/** The options of a ballot in the form of `CheckedFile.ballots`. */
export const optionsOfBallot = (ballot: string): number[] => ballot.split(',').map(Number);

/** Ballots by option: every choice, or the first of a ranking. */
export function votesByOption(ballots: ReadonlyMap<string, number>, isRanked: boolean): Map<number, number> {
  const votes = new Map<number, number>();
  for (const [ballot, count] of ballots) {
    const options = optionsOfBallot(ballot);
    for (const option of isRanked ? options.slice(0, 1) : options) {
      votes.set(option, (votes.get(option) ?? 0) + count);
    }
  }
  return new Map([...votes].filter(([, count]) => count !== 0));
}

/** Rows without a time are as late as their place in the file. */
const isLater = (row: VoterRow, before: VoterRow): boolean =>
  row.castAt === undefined || before.castAt === undefined || row.castAt >= before.castAt;
