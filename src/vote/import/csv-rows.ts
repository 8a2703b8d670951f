import { isUtf8 } from 'node:buffer';
import { type CsvError, type Parser, parse } from 'csv-parse';
import { ImportRefusedError, type RowFault } from './import-refused.ts';

export interface CsvRow {
  /** From 1, header rows not counted. */
  number: number;
  /** As bytes, one character each; `decodeCell` gives their text. */
  cells: readonly string[];
  /** The line of the file on which the row begins. */
  line: () => number;
}

export interface CsvFormat {
  delimiter: string;
  /** Rows before the first answer. */
  headerRows: number;
}

const maximumRow = 1024 * 1024;

/**
 * The rows of a CSV file in UTF-8 after its header rows, a piece of the file at a time, so that memory
 * does not grow with the file. Rows that break the rules of CSV go to `onFault`. Throws
 * ImportRefusedError for a row beyond 1 MiB, which is a quote that is never closed, more often than not.
 */
export async function* csvRows(
  bytes: AsyncIterable<Buffer>,
  { delimiter, headerRows }: CsvFormat,
  onFault: (fault: RowFault) => void,
): AsyncGenerator<readonly CsvRow[], void> {
  let number = -headerRows;
  const rowOf = ({ info, record }: Entry): CsvRow => {
    number += 1;
    return { number, cells: record, line: () => info.lines - linesWithin(record) };
  };
  for await (const entries of readEntries(bytes, delimiter, onFault)) {
    const rows = entries.map(rowOf).filter((row) => row.number > 0);
    if (rows.length > 0) yield rows;
  }
}

/** The text of a cell, or undefined where its bytes are not UTF-8. */
export function decodeCell(bytes: string): string | undefined {
  if (isAscii.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined;
}

// Control characters are text here.
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const isAscii = /^[\x00-\x7f]*$/;

interface Entry {
  /** `lines` is the line on which the record ends. */
  info: { lines: number };
  record: string[];
}

const linesWithin = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + cell.split(/\r\n|\n|\r/).length - 1, 0);

async function* readEntries(
  chunks: AsyncIterable<Buffer>,
  delimiter: string,
  onFault: (fault: RowFault) => void,
): AsyncGenerator<readonly Entry[], void> {
  let failure: unknown;
  let lastLine = 0;
  const parser = parse({
    // Bytes stay bytes, so that one row with a broken encoding does not spoil the others.
    encoding: 'latin1',
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maximumRow,
    on_skip: (error) => {
      if (error === undefined || failure !== undefined) return undefined;
      try {
        const fault = faultOf(error);
        // A row may have several quotes out of place, and is reported once.
        if (fault.line !== lastLine) onFault(fault);
        lastLine = fault.line;
      } catch (refusal) {
        failure = refusal;
      }
      return undefined;
    },
  });
  parser.on('error', (error) => {
    failure = error;
  });
  try {
    for await (const bytes of chunks) {
      parser.write(bytes);
      if (failure !== undefined) throw failure;
      const entries = drain(parser);
      if (entries.length > 0) yield entries;
    }
    parser.end();
    const entries = drain(parser);
    if (failure !== undefined) throw failure;
    if (entries.length > 0) yield entries;
  } finally {
    parser.destroy();
  }
}

function drain(parser: Parser): Entry[] {
  const entries: Entry[] = [];
  for (let entry: Entry | null = parser.read(); entry !== null; entry = parser.read()) entries.push(entry);
  return entries;
}

/** Throws for what makes all that follows unreadable. */
function faultOf(error: CsvError): RowFault {
  const line = Number(error.lines);
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    throw new ImportRefusedError(
      `The row that ends beyond line ${line} is longer than 1 MiB, as after a quote that is never closed. Correct the file.`,
    );
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    throw new ImportRefusedError(
      `A quote is opened and never closed before the file ends at line ${line}. Correct the file.`,
    );
  }
  return { line, message: 'A quote is out of place; put the whole cell in quotes and double those within.' };
}
