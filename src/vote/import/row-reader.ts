import type { Ballot, BallotReader } from './ballot-reader.ts';
import { castTime } from './cast-time.ts';
import { type CsvRow, decodeCell } from './csv-rows.ts';
import { type Column, columnName } from './header-columns.ts';
import type { Layout, RowFilter, TimeColumn } from './layout.ts';

/** What a row comes to. */
export type ReadRow =
  | {
      ballot: Exclude<Ballot, { fault: string }>;
      /** Undefined where each row is a voter. */
      voter: string | undefined;
      /** Milliseconds since 1970; undefined where the file does not say. */
      castAt: number | undefined;
    }
  | { fault: string }
  | 'filtered';

/** Reads rows by a layout. `now` bounds their times. */
export function rowReader(
  { width, filters, voterColumn, time }: Layout,
  ballots: BallotReader,
  now: number,
): (row: CsvRow) => ReadRow {
  const passes = filters.map(filterOf);
  const castAtOf = time === undefined ? () => undefined : timeReader(time, now);
  return ({ cells }) => {
    // A spreadsheet may leave empty cells behind the last column.
    if (cells.length < width || cells.slice(width).some((cell) => cell !== '')) {
      return { fault: `The row has ${cells.length} cells; the header has ${width}.` };
    }
    if (!passes.every((isPassing) => isPassing(cells))) return 'filtered';
    const ballot = ballots.read(cells);
    if (typeof ballot === 'object' && 'fault' in ballot) return ballot;
    const castAt = ballot === 'blank' ? undefined : castAtOf(cells);
    if (typeof castAt === 'object') return castAt;
    if (voterColumn === undefined || ballot === 'blank') return { ballot, voter: undefined, castAt };
    const voter = textIn(cells, voterColumn);
    if (voter) return { ballot, voter, castAt };
    return { fault: `The cell that tells the voter is empty (column \`${columnName(voterColumn)}\`).` };
  };
}

const textIn = (cells: readonly string[], { index }: Column): string =>
  decodeCell(cells[index] ?? '')?.trim() ?? '';

function filterOf({ column, values, isExcluding }: RowFilter): (cells: readonly string[]) => boolean {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  return (cells) => {
    const text = textIn(cells, column);
    const isOne = values.length === 0 ? text !== '' : wanted.has(text.toLowerCase());
    return isOne !== isExcluding;
  };
}

const oneDay = 86_400_000;

function timeReader({ column, zone, order, unknownTimes }: TimeColumn, now: number) {
  return (cells: readonly string[]): number | undefined | { fault: string } => {
    const text = textIn(cells, column);
    if (text === '' || unknownTimes.includes(text)) return undefined;
    const castAt = castTime(text, zone, order);
    const where = `(column \`${columnName(column)}\`)`;
    if (castAt === undefined) {
      return {
        fault: `\`${text.slice(0, 60)}\` is not a time that can be read; name another --time-column, or none with --no-time-column ${where}`,
      };
    }
    if (castAt <= now + oneDay && castAt > 0) return castAt;
    return { fault: `The time \`${text}\` is not in the past; check --date-format ${where}` };
  };
}
