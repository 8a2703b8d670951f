import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { recogniseEncoding, toUtf8 } from '../../../src/vote/import/text-encoding.ts';

const streamOf = (bytes: Buffer, size: number): AsyncIterable<Buffer> =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    ),
  );

const windows1252 = (text: string): Buffer => Buffer.from(text.replaceAll('€', '\x80'), 'latin1');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
/** In Windows-1251 the letters are where they are in Unicode, 0x350 lower. */
const windows1251 = (text: string): Buffer =>
  Buffer.from(
    [...text].map((letter) => (letter > '~' ? letter.charCodeAt(0) - 0x350 : letter.charCodeAt(0))),
  );

const russian = 'что важнее всего\nискусственный интеллект\nигры и развлечения\n';

describe.each([4, 7, 65_536])('in pieces of %i bytes', (size) => {
  test.each([
    ['utf-8', 'pick\nai\n', Buffer.from('pick\nai\n')],
    ['utf-8', 'pick\nKünstliche Intelligenz\n', Buffer.from('\ufeffpick\nKünstliche Intelligenz\n')],
    ['utf-8', 'pick\n人工知能\n', Buffer.from('pick\n人工知能\n')],
    ['utf-16le', 'pick\tÜber\n', Buffer.from('\ufeffpick\tÜber\n', 'utf16le')],
    ['utf-16be', 'pick\tÜber\n', utf16be('\ufeffpick\tÜber\n')],
    ['utf-16le', 'pick\tmore\n', Buffer.from('pick\tmore\n', 'utf16le')],
    ['windows-1252', 'pick\ncafé\n', windows1252('pick\ncafé\n')],
    ['windows-1252', 'pick\n5 €\n', windows1252('pick\n5 €\n')],
    ['windows-1251', russian, windows1251(russian)],
  ])('%s is recognised and read: %j', async (encoding, text, bytes) => {
    expect(await recogniseEncoding(streamOf(bytes, size))).toBe(encoding);
    const pieces: Buffer[] = [];
    for await (const piece of toUtf8(streamOf(bytes, size), encoding)) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe(text);
  });
});

test('one row that is not UTF-8 does not make the others something else', async () => {
  const bytes = Buffer.concat([Buffer.from('pick\nKünstlich\nÜber\n'), Buffer.from('caf\xe9\n', 'latin1')]);
  expect(await recogniseEncoding(streamOf(bytes, 16))).toBe('utf-8');
});
