import { isAscii, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import { ImportRefusedError } from './import-refused.ts';

const marks: readonly [encoding: string, bytes: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The name by which the Encoding Standard calls an encoding, such as `windows-1252` for `latin1`. Throws
 * RangeError.
 */
export const encodingNamed = (label: string): string => new TextDecoder(label).encoding;

const sampleSize = 64 * 1024;
const maximumLine = 1024 * 1024;

/**
 * Recognises the encoding of a file: by its byte order mark, else UTF-8 while most lines beyond ASCII are
 * UTF-8, so that one broken row does not change how the others are read, else by statistics. Reads to the
 * end, because the first character beyond ASCII may be in the last row. Throws ImportRefusedError for
 * what is not text.
 */
export async function recogniseEncoding(chunks: AsyncIterable<Buffer>): Promise<string> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  let [valid, invalid] = [0, 0];
  let sample = Buffer.alloc(0);
  const judge = (line: Buffer) => {
    if (isAscii(line)) return;
    if (isUtf8(line)) valid += 1;
    else {
      invalid += 1;
      if (sample.length < sampleSize) sample = Buffer.concat([sample, line]);
    }
  };
  for await (const chunk of chunks) {
    if (isFirst) {
      const marked = encodingOfMark(chunk) ?? unmarkedUtf16(chunk);
      if (marked !== undefined) return marked;
    }
    isFirst = false;
    if (isAscii(chunk) && rest.length === 0) continue;
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', start)) {
      judge(bytes.subarray(start, end + 1));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > maximumLine) {
      judge(rest);
      rest = Buffer.alloc(0);
    }
  }
  judge(rest);
  return invalid <= valid ? 'utf-8' : guessed(sample);
}

function encodingOfMark(bytes: Buffer): string | undefined {
  return marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
}

/** Text in ASCII has a zero in every second byte then. Throws ImportRefusedError for zeros elsewhere. */
function unmarkedUtf16(bytes: Buffer): string | undefined {
  const first = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [index, byte] of first.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return undefined;
  if (odd > first.length / 4 && even < odd / 4) return 'utf-16le';
  if (even > first.length / 4 && odd < even / 4) return 'utf-16be';
  throw new ImportRefusedError('The file is not text. Export CSV from the survey tool.');
}

/** Short Latin texts of several encodings look alike, and Windows-1252 is what most programs write. */
const usual = 'windows-1252';
const latin = /^(ISO-8859-(1|2|9)|windows-125[0247])$/;

function guessed(sample: Buffer): string {
  const [best] = analyse(sample);
  const isCertain = best !== undefined && best.confidence >= (latin.test(best.name) ? 50 : 20);
  if (!isCertain) return usual;
  try {
    return encodingNamed(best.name);
  } catch {
    // The library knows encodings that Node does not.
    return usual;
  }
}

/**
 * The text of a file as UTF-8, without a byte order mark. `encoding` is a name that `encodingNamed`
 * returns.
 */
export async function* toUtf8(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer, void> {
  if (encoding === 'utf-8') {
    let isFirst = true;
    for await (const chunk of chunks) {
      yield isFirst && encodingOfMark(chunk) === 'utf-8' ? chunk.subarray(3) : chunk;
      isFirst = false;
    }
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield Buffer.from(text);
  }
  yield Buffer.from(decoder.decode());
}
