import type { RankCell } from '../../src/result/ranking.ts';

export interface Election {
  options: number[];
  ballots: RankCell[][];
  batchElimination: boolean;
}

interface PlainCount {
  tallies: Record<number, number>[];
  eliminated: number[][];
  winners: number[];
  ranks: Record<number, number>;
}

/**
 * The rules of an instant runoff the long way round: every ballot is read again from its first cell in
 * every round, batches are found by trying every limit, and a tie by comparing whole histories.
 */
export function countPlainly({ options, ballots, batchElimination }: Election): PlainCount {
  let standing = [...options];
  const tallies: Record<number, number>[] = [];
  const eliminated: number[][] = [];
  const lastStand = new Map<number, string>();

  for (;;) {
    const choices = ballots.map((cells) => firstStanding(cells, standing)).filter((choice) => choice > 0);
    if (choices.length === 0) break;
    const tally = Object.fromEntries(
      standing.map((option) => [option, choices.filter((choice) => choice === option).length]),
    );
    const votesOf = (option: number) => tally[option] ?? 0;
    tallies.push(tally);
    for (const option of standing) lastStand.set(option, key(tallies.length, votesOf(option)));
    const isOver = standing.length <= 2 || standing.some((option) => votesOf(option) > choices.length / 2);

    const hopeless = standing
      .map((rival) => standing.filter((option) => votesOf(option) < votesOf(rival)))
      .filter((group) => {
        const sum = group.reduce((total, option) => total + votesOf(option), 0);
        const next = standing.filter((option) => !group.includes(option)).map(votesOf);
        return sum < Math.min(...next) && (batchElimination || sum === 0);
      })
      .sort((left, right) => right.length - left.length)[0];
    const history = (option: number) =>
      tallies
        .map((past) => key(past[option] ?? 0))
        .reverse()
        .join();
    const worst = standing.map(history).sort()[0];
    const leaving = hopeless?.length ? hopeless : standing.filter((option) => history(option) === worst);
    if (isOver || leaving.length === standing.length) {
      eliminated.push([]);
      break;
    }
    eliminated.push(leaving);
    standing = standing.filter((option) => !leaving.includes(option));
  }

  // Those who stood to the end have the latest round, so their text sorts highest.
  const placed = (option: number) => lastStand.get(option) ?? '';
  const ranks = Object.fromEntries(
    options.map((option) => [option, 1 + options.filter((other) => placed(other) > placed(option)).length]),
  );
  const winners = tallies.length === 0 ? [] : options.filter((option) => ranks[option] === 1);
  return { tallies, eliminated, winners, ranks };
}

function key(...numbers: number[]): string {
  return numbers.map((number) => String(number).padStart(6, '0')).join(':');
}

function firstStanding(cells: RankCell[], standing: number[]): number {
  for (const [place, cell] of cells.entries()) {
    if (cell === null && cells[place + 1] === null) return 0;
    if (cell !== null && standing.includes(cell)) return cell;
  }
  return 0;
}
