import { possibleOrders } from './cast-time.ts';
import { csvRows, decodeCell } from './csv-rows.ts';
import { columnName } from './header-columns.ts';
import { ImportRefusedError } from './import-refused.ts';
import type { DateOrder, TimeColumn } from './layout.ts';

/**
 * The order of day and month in a column of times, from all of its rows: a 13th month decides it.
 * Undefined where no row depends on it. Throws ImportRefusedError where the rows leave it open, or
 * contradict one another.
 */
export async function dateOrderOf(
  bytes: AsyncIterable<Buffer>,
  format: { delimiter: string; headerRows: number },
  { column }: Pick<TimeColumn, 'column'>,
): Promise<DateOrder | undefined> {
  let possible: readonly DateOrder[] | undefined;
  let example = '';
  for await (const rows of csvRows(bytes, format, () => {})) {
    for (const { cells, line } of rows) {
      const text = decodeCell(cells[column.index] ?? '') ?? '';
      const orders = possibleOrders(text);
      if (orders === undefined) continue;
      const left = (possible ?? orders).filter((order) => orders.includes(order));
      if (left.length === 0) {
        throw new ImportRefusedError(
          `The column \`${columnName(column)}\` has dates with the month first and dates with the day first, such as \`${text.trim()}\` in line ${line()}. Correct the file, or leave the times out with --no-time-column.`,
        );
      }
      possible = left;
      example ||= text.trim();
    }
  }
  if (possible === undefined || possible.length === 1) return possible?.[0];
  throw new ImportRefusedError(
    `The dates of the column \`${columnName(column)}\`, such as \`${example}\`, can be read with the day or the month first. Say which: --date-format DMY or --date-format MDY.`,
  );
}
