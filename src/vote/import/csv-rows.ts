import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvError, type Parser, parse } from 'csv-parse';

/** The file cannot be imported as a whole; nothing of it was written. The message is for the operator. */
export class ImportRefusedError extends Error {
  override name = 'ImportRefusedError';
}

/** A row that is left out, with the line of the file on which it begins. */
export interface RowFault {
  line: number;
  message: string;
}

export interface CsvRow {
  /** From 1, the header not counted. */
  number: number;
  /** As bytes, one character each; see `decodeCell`. */
  cells: readonly string[];
  /** The line of the file on which the row begins. */
  line: () => number;
}

export interface CsvFile {
  header: readonly string[];
  /** What came with one piece of the file. */
  rows: AsyncIterable<readonly CsvRow[]>;
  /** SHA-256 of what the file says, unpacked, in hexadecimal; call it once all rows are read. */
  digest: () => string;
}

const maximumRow = 1024 * 1024;
const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a CSV file, gzipped or not, in memory that does not grow with it. Rows that break the rules of CSV are handed to `onFault` and left
 * out. Throws ImportRefusedError for what is no such file, and for a row beyond 1 MiB, which is a quote that is never closed, more often than not.
 */
export async function readCsv(source: Readable, onFault: (fault: RowFault) => void): Promise<CsvFile> {
  const hash = createHash('sha256');
  const records = readRecords(source, hash, onFault);
  const first = await records.next();
  if (first.done) throw new ImportRefusedError('The file is empty; it needs a line that names the columns.');
  const [head, ...rest] = first.value;
  const header = (head?.record ?? []).map((name) => decodeCell(name)?.trim() ?? '');
  return { header, rows: numbered(rest, records), digest: () => hash.digest('hex') };
}

/** The text of a cell, or undefined where its bytes are no UTF-8. */
export function decodeCell(bytes: string): string | undefined {
  if (isAscii.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined;
}

// Control characters are as plain as the rest here.
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const isAscii = /^[\x00-\x7f]*$/;

interface Entry {
  /** `lines` is the line on which the record ends. */
  info: { lines: number };
  record: string[];
}

async function* numbered(rest: readonly Entry[], more: AsyncIterable<readonly Entry[]>) {
  let number = 0;
  const rowOf = ({ info, record }: Entry): CsvRow => {
    number += 1;
    return { number, cells: record, line: () => info.lines - linesWithin(record) };
  };
  yield rest.map(rowOf);
  for await (const entries of more) yield entries.map(rowOf);
}

const linesWithin = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + cell.split(/\r\n|\n|\r/).length - 1, 0);

async function* readRecords(
  source: Readable,
  hash: Hash,
  onFault: (fault: RowFault) => void,
): AsyncGenerator<readonly Entry[], void> {
  let failure: unknown;
  let lastLine = 0;
  const parser = parse({
    // Bytes stay bytes, so that one row with a wrong encoding spoils no other.
    encoding: 'latin1',
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maximumRow,
    on_skip: (error) => {
      if (error === undefined || failure !== undefined) return undefined;
      try {
        const fault = faultOf(error);
        // Each quote that is out of place in a row is told.
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
    for await (const bytes of plainBytes(source)) {
      hash.update(bytes);
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
    source.destroy();
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
      `The row that ends beyond line ${line} is longer than 1 MiB; the limit is there because a quote that is never closed looks like that. Nothing was imported; correct the file.`,
    );
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    throw new ImportRefusedError(
      `A quote is opened and never closed before the file ends at line ${line}. Nothing was imported; correct the file.`,
    );
  }
  return {
    line,
    message: 'A quote stands where none can stand; put the whole cell in quotes and double those within.',
  };
}

async function* plainBytes(source: Readable): AsyncGenerator<Buffer, void> {
  let isFirst = true;
  for await (const bytes of unpacked(source)) {
    if (isFirst && (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff))) {
      throw new ImportRefusedError('The file is UTF-16; save it as CSV in UTF-8.');
    }
    yield isFirst && bytes.subarray(0, 3).equals(utf8Mark) ? bytes.subarray(3) : bytes;
    isFirst = false;
  }
}

async function* unpacked(source: Readable): AsyncGenerator<Buffer, void> {
  const chunks: AsyncIterator<Buffer, undefined> = source[Symbol.asyncIterator]();
  const first = await atLeast(chunks, 3);
  if (first.length === 0) return;
  if (!startsWith(first, 0x1f, 0x8b)) {
    yield first;
    for await (const chunk of remaining(chunks)) yield chunk;
    return;
  }
  const gunzip = createGunzip();
  async function* packed() {
    yield first;
    yield* remaining(chunks);
  }
  try {
    // Errors come back through the iteration below.
    yield* pipeline(Readable.from(packed()), gunzip, () => {});
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new ImportRefusedError(`The file cannot be unpacked (${error.message}). Copy or pack it again.`);
    }
    throw error;
  }
}

async function* remaining(chunks: AsyncIterator<Buffer, undefined>): AsyncGenerator<Buffer, void> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield Buffer.from(next.value);
}

/** A stream may hand out single bytes, and what the file is shows in its first three. */
async function atLeast(chunks: AsyncIterator<Buffer, undefined>, size: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < size) {
    const next = await chunks.next();
    if (next.done) break;
    bytes = Buffer.concat([bytes, next.value]);
  }
  return bytes;
}

const startsWith = (bytes: Buffer, first: number, second: number): boolean =>
  bytes[0] === first && bytes[1] === second;
