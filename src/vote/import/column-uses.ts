import { columnName } from './header-columns.ts';
import type { BallotColumn, CellKind } from './layout.ts';
import type { FoundLayout } from './layout-of.ts';

/** What a report says about each column that is read, and the names of the others. */
export function columnUses({ columns, cells, voterColumn, time, filters, header }: FoundLayout): {
  columns: { column: string; use: string }[];
  unread: string[];
} {
  const uses = [
    ...columns.map((column, place) => ({ column, use: useOf(column, cells, place, columns.length) })),
    ...filters.map(({ column, values, isExcluding }) => ({
      column,
      use: `only rows ${isExcluding ? 'without' : 'with'} ${values.length === 0 ? 'a text' : values.join(' or ')}`,
    })),
    ...(voterColumn === undefined ? [] : [{ column: voterColumn, use: 'tells voters apart' }]),
    ...(time === undefined
      ? []
      : [
          {
            column: time.column,
            use: `time of the vote, ${time.zone}${time.order === undefined ? '' : `, ${time.order}`}`,
          },
        ]),
  ];
  const read = new Set(uses.map(({ column }) => column.index));
  return {
    columns: uses.map(({ column, use }) => ({ column: columnName(column), use })),
    unread: header.filter(({ index }) => !read.has(index)).map(columnName),
  };
}

function useOf({ labels, isOther }: BallotColumn, cells: CellKind, place: number, count: number): string {
  if (isOther) return 'a mark without a choice';
  if (cells === 'list') return 'several choices in a cell';
  if (cells === 'mark') return `a mark for ${labels[0] ?? ''}`;
  if (cells === 'rank') return `the rank of ${labels[0] ?? ''}`;
  return count === 1 ? 'the choice' : `choice ${place + 1}`;
}
