import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBallotBox, survey } from '../../scripts/faults/ballot-box.ts';
import { newBallot } from '../../scripts/faults/ledger.ts';
import { paragraph, table } from '../markdown.ts';
import { median } from '../median.ts';
import { digits, whole } from '../numbers.ts';
import type { Section } from './setting.ts';

const readsPerSecond = 200;
const read = `{ survey(slug: "${survey}") {
  title voteCount results { rank votes share narrative { slug name } } } }`;

/** Latency of reads over HTTP while votes are cast, both at a fixed rate. */
export const readsBesideCasts: Section = async ({ isQuick, folder }) => {
  const [rounds, milliseconds] = isQuick ? [3, 1000] : [5, 2000];
  const own = join(folder, 'reads');
  mkdirSync(own);
  const box = await openBallotBox(own, { connections: 64 });
  const rates = [0, 100, 500];
  const measured = rates.map(() => ({ p50: [] as number[], p99: [] as number[], casts: [] as number[] }));
  // The server may close an idle connection just when it is used again; a client then retries.
  const readAgain = () => box.client.post(read).catch(() => box.client.post(read));
  const castAgain = async (voter: string) => {
    const ballot = newBallot(voter);
    const reply = await box.client.cast(survey, ballot);
    return reply.kind === 'LOST' ? box.client.cast(survey, ballot) : reply;
  };
  const slot = async (castsPerSecond: number, length: number) => {
    const latencies: number[] = [];
    const casts: number[] = [];
    const underWay: Promise<void>[] = [];
    const started = performance.now();
    const end = started + length;
    const timed = async (work: Promise<{ status?: number; kind?: string }>, into: number[], at: number) => {
      const { status, kind } = await work;
      if (status !== 200 && kind !== 'ACCEPTED') throw new Error(`Answered ${status ?? kind}.`);
      into.push(performance.now() - at);
    };
    let [readsSent, castsSent] = [0, 0];
    for (let now = started; now < end; now = performance.now()) {
      const elapsed = (now - started) / 1000;
      while (readsSent < elapsed * readsPerSecond) {
        // From its scheduled time, so that a read that was sent late counts as slow.
        const due = started + (readsSent / readsPerSecond) * 1000;
        readsSent += 1;
        underWay.push(timed(readAgain(), latencies, due));
      }
      while (castsSent < elapsed * castsPerSecond) {
        castsSent += 1;
        underWay.push(timed(castAgain(`voter ${castsSent}`), casts, now));
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(underWay);
    return { latencies, casts };
  };
  try {
    await slot(500, 1000);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, rate] of rates.entries()) {
        const { latencies, casts } = await slot(rate, milliseconds);
        const into = measured[index];
        into?.p50.push(quantile(latencies, 0.5));
        into?.p99.push(quantile(latencies, 0.99));
        if (rate > 0) into?.casts.push(quantile(casts, 0.99));
      }
    }
  } finally {
    await box.close();
  }
  const [alone] = measured;
  return [
    '## Reads beside casts',
    paragraph(`\`moon-awards serve\` in a process of its own, ${readsPerSecond} reads of the leaderboard a
      second and casts at the given rate, both whether or not the server keeps up; medians over
      ${rounds} interleaved rounds of ${milliseconds / 1000} s. The load runs on the same machine.`),
    table(
      ['casts/s', 'reads p50, ms', 'reads p99, ms', 'p99, ratio to no casts', 'casts p99, ms'],
      measured.map(({ p50, p99, casts }, index) => [
        whole(rates[index] ?? 0),
        digits(median(p50), 1),
        digits(median(p99), 1),
        `**${digits(median(p99.map((value, round) => value / (alone?.p99[round] ?? Number.NaN))), 2)}**`,
        casts.length === 0 ? '' : digits(median(casts), 1),
      ]),
    ),
  ].join('\n\n');
};

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length * part)] ?? Number.NaN;
