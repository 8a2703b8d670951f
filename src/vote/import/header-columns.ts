import { ImportRefusedError } from './import-refused.ts';

/** A column of a file, with the texts that its header rows have for it. */
export interface Column {
  /** From 0. */
  index: number;
  /** From the top, each once, empty ones left out. */
  names: readonly string[];
}

/** The columns of a file with these header rows. */
export function columnsOf(headerRows: readonly (readonly string[])[]): Column[] {
  const width = Math.max(0, ...headerRows.map((row) => row.length));
  return Array.from({ length: width }, (_, index) => {
    const names = headerRows.map((row) => row[index]?.trim() ?? '').filter((name) => name !== '');
    return { index, names: [...new Set(names)] };
  });
}

/** What a message calls a column. */
export const columnName = ({ index, names }: Column): string => names[0] ?? `#${index + 1}`;

/**
 * The column with this name in any header row, or at a position such as `#3`. Throws ImportRefusedError when
 * there is none, or more than one.
 */
export function columnNamed(columns: readonly Column[], name: string): Column {
  const exact = columns.filter(({ names }) => names.includes(name));
  const similar = exact.length > 0 ? exact : columns.filter(({ names }) => names.some(isLike(name)));
  const [first, second] = similar;
  if (first !== undefined && second === undefined) return first;
  if (second !== undefined) {
    const positions = similar.map(({ index }) => `#${index + 1}`).join(', ');
    throw new ImportRefusedError(
      `The file has ${similar.length} columns \`${name}\`; name one of them by its position: ${positions}.`,
    );
  }
  const position = /^#(\d{1,5})$/.exec(name)?.[1];
  const atPosition = position === undefined ? undefined : columns[Number(position) - 1];
  if (atPosition !== undefined) return atPosition;
  const existing = columns.slice(0, 20).map((column) => `\`${columnName(column)}\``);
  const more = columns.length > 20 ? ` and ${columns.length - 20} more` : '';
  throw new ImportRefusedError(`The file has no column \`${name}\`; it has ${existing.join(', ')}${more}.`);
}

const isLike = (name: string) => {
  const wanted = withoutCase(name);
  return (other: string) => withoutCase(other) === wanted;
};

const withoutCase = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
