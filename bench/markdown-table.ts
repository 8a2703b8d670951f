const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table in Markdown; all columns but the first hold numbers. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(row)].join('\n');
