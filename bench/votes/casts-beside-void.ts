import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Database } from '../../src/db/client.ts';
import { openWriter, type Writer } from '../../src/db/writer.ts';
import { isRefusal } from '../../src/text/refusal.ts';
import { castVote } from '../../src/vote/cast-vote.ts';
import { paragraph, table } from '../markdown.ts';
import { digits, whole } from '../numbers.ts';
import { databaseWith, options, secret } from './database.ts';
import { writeAnswers } from './importing.ts';
import type { Section } from './setting.ts';

const castsPerSecond = 50;
const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Latency of casts at a fixed rate while another process imports into, or voids in, another survey. */
export const castsBesideVoid: Section = async ({ isQuick, folder }) => {
  const rows = isQuick ? 20_000 : 100_000;
  const file = join(folder, 'void.db');
  const csv = join(folder, 'void.csv');
  await writeAnswers(csv, rows);
  const db = databaseWith(file, [
    { slug: 'imported', method: 'SINGLE_CHOICE' },
    { slug: 'cast', method: 'SINGLE_CHOICE' },
  ]);
  const writer = openWriter(file);
  const run = async (...words: string[]) => {
    const environment = {
      ...process.env,
      DATABASE_FILE: file,
      LOG_LEVEL: 'silent',
      VOTER_SECRET: String(secret),
    };
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'votes', ...words, '--json'], {
      env: environment,
    });
    return JSON.parse(stdout);
  };
  try {
    await casts(writer, db, pause(2_000));
    const alone = await casts(writer, db, pause(10_000));
    let batch = '';
    const imported = run('import', '--survey', 'imported', csv, '--choice-columns', 'choice').then(
      (report) => {
        batch = report.batch;
      },
    );
    const beside = [await timed(() => casts(writer, db, imported))];
    const voided = run('void', '--batch', batch, '--reason', 'A benchmark');
    beside.push(await timed(() => casts(writer, db, voided)));
    const p99 = quantile(alone, 0.99);
    const row = (name: string, latencies: readonly number[], seconds: number) => [
      name,
      digits(quantile(latencies, 0.5), 1),
      digits(quantile(latencies, 0.99), 1),
      `**${digits(quantile(latencies, 0.99) / p99, 2)}**`,
      digits(seconds, 1),
    ];
    return [
      '## Casts beside a void',
      paragraph(`${castsPerSecond} casts a second into one survey, each from its scheduled time, while another
        process imports ${whole(rows)} votes into another survey, and then voids them.`),
      table(
        ['beside', 'casts p50, ms', 'casts p99, ms', 'p99, ratio to nothing', 'took, s'],
        [
          row('nothing', alone, 10),
          ...['the import', 'the void'].map((name, place) => {
            const { result = [], seconds = 0 } = beside[place] ?? {};
            return row(name, result, seconds);
          }),
        ],
      ),
    ].join('\n\n');
  } finally {
    await writer.close();
    db.$client.close();
  }
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const started = performance.now();
  return { result: await work(), seconds: (performance.now() - started) / 1_000 };
}

let voters = 0;

/** Casts votes at the fixed rate until `end` resolves, and returns their latencies in milliseconds. */
async function casts(writer: Writer, db: Database, end: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const ended = end.finally(() => {
    isOver = true;
  });
  const latencies: number[] = [];
  const underWay: Promise<void>[] = [];
  const started = performance.now();
  for (let sent = 0; !isOver; ) {
    const due = started + (sent * 1_000) / castsPerSecond;
    if (performance.now() < due) {
      await pause(1);
      continue;
    }
    sent += 1;
    voters += 1;
    const choices = [options[voters % options.length] ?? ''];
    const vote = { survey: 'cast', caller: 'key:bench', voter: `voter ${voters}`, choices };
    underWay.push(
      castVote(writer, db, secret, vote).then((result) => {
        if (isRefusal(result)) throw new Error(result.message);
        latencies.push(performance.now() - due);
      }),
    );
  }
  await Promise.all([ended, ...underWay]);
  return latencies;
}

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length * part)] ?? Number.NaN;
