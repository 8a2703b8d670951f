import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportRefusedError } from './import-refused.ts';

/**
 * The bytes of a file, unpacked when they are gzipped. Throws ImportRefusedError for a spreadsheet and for
 * other files that are not text. Ends `source`.
 */
export async function* fileBytes(source: Readable): AsyncGenerator<Buffer, void> {
  try {
    let isFirst = true;
    for await (const bytes of unpacked(source)) {
      if (isFirst) refuseFormat(bytes);
      isFirst = false;
      yield bytes;
    }
  } finally {
    source.destroy();
  }
}

const saveAsCsv =
  'Save as CSV (File > Download in Google Sheets, File > Save As in Excel), or export CSV from the survey tool.';

/** How files that are not CSV begin. */
const formats: readonly [start: string | RegExp, format: string][] = [
  ['PK\x03\x04', 'a spreadsheet (XLSX, ODS) or a ZIP archive'],
  ['\xd0\xcf\x11\xe0', 'an old Excel file (XLS)'],
  ['%PDF', 'a PDF'],
  ['$FL2', 'an SPSS file (SAV)'],
  [/^<(!doctype|html|\?xml)/i, 'a web page or XML'],
  [/^\[?\s*\{\s*"/, 'JSON'],
];

function refuseFormat(bytes: Buffer): void {
  const first = bytes
    .subarray(0, 512)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  const format = formats.find(([start]) =>
    typeof start === 'string' ? first.startsWith(start) : start.test(first),
  )?.[1];
  if (format !== undefined) throw new ImportRefusedError(`The file is ${format}. ${saveAsCsv}`);
}

async function* unpacked(source: Readable): AsyncGenerator<Buffer, void> {
  const chunks: AsyncIterator<Buffer, undefined> = source[Symbol.asyncIterator]();
  const first = await atLeast(chunks, 4);
  if (first.length === 0) return;
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
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
    // Errors arrive through the iteration below.
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

/** A stream may deliver single bytes, and the format of a file shows in its first four. */
async function atLeast(chunks: AsyncIterator<Buffer, undefined>, size: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < size) {
    const next = await chunks.next();
    if (next.done) break;
    bytes = Buffer.concat([bytes, next.value]);
  }
  return bytes;
}
