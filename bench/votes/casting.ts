import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openWriter, type Writer } from '../../src/db/writer.ts';
import { paragraph, table } from '../markdown.ts';
import { median } from '../median.ts';
import { digits, whole } from '../numbers.ts';
import { castsPerSecond } from './cast-load.ts';
import { databaseWith } from './database.ts';
import type { Section } from './setting.ts';
import { openSingleCommitWriter } from './single-commit-writer.ts';

/** Casts per second with group commit and with one commit per vote. */
export const casting: Section = async ({ isQuick, folder }) => {
  const [rounds, milliseconds] = isQuick ? [3, 300] : [7, 400];
  const file = join(folder, 'casting.db');
  const db = databaseWith(file, [{ slug: 'vote', method: 'SINGLE_CHOICE' }]);
  const [grouped, single] = [openWriter(file), openSingleCommitWriter(file)];
  const rows: string[][] = [];
  const syncs: number[] = [];
  try {
    for (const voters of [1, 16, 64, 256]) {
      const rate = (writer: Writer) => castsPerSecond(writer, db, { survey: 'vote', voters, milliseconds });
      // Warm-up: compiles code and reads pages.
      for (const writer of [single, grouped]) await rate(writer);
      const measured: Record<'own' | 'floor' | 'ratio', number>[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const before = await rate(single);
        const own = await rate(grouped);
        const after = await rate(single);
        measured.push({ own, floor: (before + after) / 2, ratio: (2 * own) / (before + after) });
        syncs.push(syncMilliseconds(join(folder, 'sync')));
      }
      const middle = (key: 'own' | 'floor' | 'ratio') => median(measured.map((one) => one[key]));
      rows.push([
        String(voters),
        whole(middle('floor')),
        whole(middle('own')),
        `**${digits(middle('ratio'), 1)}**`,
      ]);
    }
  } finally {
    await Promise.all([grouped.close(), single.close()]);
    db.$client.close();
  }
  return [
    '## Casting: group commit against one commit per vote',
    paragraph(`\`castVote\` at the writer, \`synchronous = FULL\` in both, each cast by a new voter;
      medians of ${rounds} rounds, each between two of the other. One commit per vote runs in the
      same thread, without any queue. A sync of 4 KB took ${digits(median(syncs), 2)} ms here.`),
    table(['voters at once', 'one commit per vote, votes/s', 'group commit, votes/s', 'ratio'], rows),
  ].join('\n\n');
};

/** Milliseconds of an fsync after a page is appended; SQLite calls fsync too. */
function syncMilliseconds(file: string): number {
  const handle = openSync(file, 'a');
  try {
    const durations = Array.from({ length: 20 }, () => {
      writeSync(handle, Buffer.alloc(4096, 1));
      const started = performance.now();
      fsyncSync(handle);
      return performance.now() - started;
    });
    return median(durations);
  } finally {
    closeSync(handle);
  }
}
