import { printable } from './printable.ts';

/** Rows as lines, with columns that begin below one another; numbers are aligned to the right. */
export function aligned(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = [];
  const texts = rows.map((row) => row.map((cell) => printable(String(cell))));
  for (const row of texts) {
    for (const [place, text] of row.entries()) widths[place] = Math.max(widths[place] ?? 0, text.length);
  }
  return texts.map((row, index) =>
    row
      .map((text, place) =>
        typeof rows[index]?.[place] === 'number'
          ? text.padStart(widths[place] ?? 0)
          : text.padEnd(widths[place] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
