import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { csvRows, decodeCell } from './csv-rows.ts';
import { fileBytes } from './file-bytes.ts';
import { ImportRefusedError, type RowFault } from './import-refused.ts';
import { encodingNamed, recogniseEncoding, toUtf8 } from './text-encoding.ts';

/** Opens a file from its start. */
export type OpenFile = () => Readable;

/** How a file is to be read as rows, and the first of them, header rows included. */
export interface FileHead {
  /** As the Encoding Standard names it, such as `utf-8`. */
  encoding: string;
  delimiter: string;
  /** A line `sep=;` before the header, which Excel reads and writes. */
  hasDelimiterLine: boolean;
  rows: readonly (readonly string[])[];
}

export interface GivenFormat {
  /** Undefined for what `readHead` is to recognise. */
  encoding?: string | undefined;
  delimiter?: string | undefined;
}

const headSize = 256 * 1024;
/** Enough for every header, and to see what cells hold. */
const headRows = 500;

/** Recognises encoding and delimiter, and reads the first rows. Throws ImportRefusedError. */
export async function readHead(open: OpenFile, given: GivenFormat): Promise<FileHead> {
  const encoding =
    given.encoding === undefined ? await recogniseEncoding(fileBytes(open())) : namedEncoding(given.encoding);
  const start = await startOf(toUtf8(fileBytes(open()), encoding));
  if (start.trim() === '') {
    throw new ImportRefusedError('The file is empty; it needs a row that names the columns.');
  }
  const named = /^sep=(.)\r?\n/.exec(start)?.[1];
  const delimiter = given.delimiter ?? named ?? likelyDelimiter(start);
  const hasDelimiterLine = named !== undefined;
  return { encoding, delimiter, hasDelimiterLine, rows: await firstRows(start, delimiter, hasDelimiterLine) };
}

function namedEncoding(label: string): string {
  try {
    return encodingNamed(label);
  } catch {
    throw new ImportRefusedError(
      `\`${label}\` is not an encoding that can be read; name one such as utf-8, utf-16le or windows-1252.`,
    );
  }
}

async function startOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    pieces.push(chunk);
    size += chunk.length;
    if (size >= headSize) break;
  }
  return Buffer.concat(pieces).subarray(0, headSize).toString('latin1');
}

async function firstRows(
  start: string,
  delimiter: string,
  hasDelimiterLine: boolean,
): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = [];
  const format = { delimiter, headerRows: hasDelimiterLine ? 1 : 0 };
  const bytes = (async function* () {
    yield Buffer.from(completeLines(start), 'latin1');
  })();
  let firstFault: RowFault | undefined;
  let firstLine: number | undefined;
  for await (const read of csvRows(bytes, format, (fault) => (firstFault ??= fault))) {
    firstLine ??= read[0]?.line();
    rows.push(...read.slice(0, headRows).map(({ cells }) => cells.map((cell) => decodeCell(cell) ?? '')));
  }
  if (firstFault !== undefined && (firstLine === undefined || firstFault.line < firstLine)) {
    throw new ImportRefusedError(`Line ${firstFault.line}, the header: ${firstFault.message}`);
  }
  return rows;
}

/** Leaves out a row that the end of the head cuts in two: the last line end outside of quotes is the end. */
function completeLines(start: string): string {
  if (start.length < headSize) return start;
  let isQuoted = false;
  let end = start.length;
  for (const { 0: mark, index } of start.matchAll(/["\n]/g)) {
    if (mark === '"') isQuoted = !isQuoted;
    else if (!isQuoted) end = index + 1;
  }
  return start.slice(0, end);
}

const delimiters = [',', ';', '\t', '|'];

/**
 * The delimiter by which most rows have the width of the first; the one that makes the widest rows among
 * equals.
 */
function likelyDelimiter(start: string): string {
  const text = completeLines(start);
  const scores = delimiters.map((delimiter) => ({ delimiter, ...shapeOf(text, delimiter) }));
  const best = scores
    .filter(({ width }) => width > 1)
    .sort((left, right) => right.regular - left.regular || right.width - left.width)[0];
  return best?.delimiter ?? ',';
}

function shapeOf(text: string, delimiter: string): { width: number; regular: number } {
  let rows: string[][] = [];
  try {
    rows = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: 200,
    });
  } catch {
    // The parser that reads the file says what is wrong with it.
  }
  const width = rows[0]?.length ?? 0;
  const regular = rows.filter((row) => row.length === width).length / Math.max(rows.length, 1);
  return { width, regular };
}
