import { execFile } from 'node:child_process';
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { paragraph, table } from '../markdown.ts';
import { digits, whole } from '../numbers.ts';
import { databaseWith, options } from './database.ts';
import type { Section } from './setting.ts';

interface Run {
  rowsPerSecond: number;
  peakMegabytes: number;
}

type Way = 'ours' | 'triggers' | 'bare';

/** Writes a file of answers to one question; its rows are `person-0`, `person-1` and so on. */
export async function writeAnswers(file: string, rows: number): Promise<void> {
  await pipeline(
    Readable.from(
      (function* () {
        yield 'voter,choice\n';
        for (let from = 0; from < rows; from += 1000) {
          const lines = Array.from(
            { length: Math.min(1000, rows - from) },
            (_, index) => `person-${from + index},${options[(from + index) % options.length]}\n`,
          );
          yield lines.join('');
        }
      })(),
    ),
    createWriteStream(file),
  );
}

export async function importIn(
  way: Way,
  file: string,
  survey: string,
  rows: number,
  csv: string,
): Promise<Run> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('./import-process.ts', import.meta.url)),
    way,
    file,
    survey,
    String(rows),
    csv,
  ]);
  return JSON.parse(stdout);
}

/** One survey for each size; the largest import ends up in the largest of them. */
export const grownSurveys = (most: number) =>
  [most / 100, most / 10, most].map((votes) => ({
    slug: `votes-${votes}`,
    votes,
    method: 'SINGLE_CHOICE' as const,
  }));

export const grownFile = (folder: string): string => join(folder, 'grown.db');

/** Rows per second and memory of an import, compared with a loop of inserts. */
export const importing: Section = async ({ folder, most }) => {
  const csv = join(folder, 'answers.csv');
  const runIn = async (way: Way, rows: number, file: string): Promise<Run> => {
    for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
    databaseWith(file, grownSurveys(most)).$client.close();
    return importIn(way, file, `votes-${most}`, rows, csv);
  };
  const scratch = join(folder, 'importing.db');
  const rows: string[][] = [];
  for (const size of [most / 10, most]) {
    await writeAnswers(csv, size);
    const ours = await runIn('ours', size, size === most ? grownFile(folder) : scratch);
    const bare = await runIn('bare', size, scratch);
    // Left out at the largest size: it takes about as long as an import.
    const triggers = size < most ? await runIn('triggers', size, scratch) : undefined;
    rows.push([
      whole(size),
      whole(ours.rowsPerSecond),
      whole(bare.rowsPerSecond),
      `**${digits(ours.rowsPerSecond / bare.rowsPerSecond, 2)}**`,
      triggers === undefined ? '' : whole(triggers.rowsPerSecond),
      triggers === undefined ? '' : `**${digits(ours.rowsPerSecond / triggers.rowsPerSecond, 2)}**`,
      whole(ours.peakMegabytes),
    ]);
  }
  for (const part of ['', '-wal', '-shm']) rmSync(`${scratch}${part}`, { force: true });
  return [
    '## Import',
    paragraph(`Each once, in a process of its own. The import reads its file twice, checks it, and writes
      in parts with a restart point each; the loops read no file and check nothing, with the same
      HMACs and the same rows: with two plain inserts a row and no tallies at all, or with the
      triggers that keep the tallies.`),
    table(
      [
        'rows',
        'import, rows/s',
        'loop of plain inserts, rows/s',
        'ratio',
        'loop with triggers, rows/s',
        'ratio',
        'peak memory of the import, MB',
      ],
      rows,
    ),
  ].join('\n\n');
};
