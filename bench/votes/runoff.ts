import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/db/client.ts';
import { rankingsOf } from '../../src/result/count-queries.ts';
import { instantRunoff } from '../../src/result/instant-runoff.ts';
import { parseStoredRanking, type RankingCount } from '../../src/result/ranking.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { distinctRankings } from '../../test/result/distinct-rankings.ts';
import { paragraph, table } from '../markdown.ts';
import { median } from '../median.ts';
import { digits, whole } from '../numbers.ts';
import { seededRandom } from '../random.ts';
import { databaseWith, options } from './database.ts';
import { importIn } from './importing.ts';
import type { Section } from './setting.ts';

/** Shares of the options, from a real survey. */
const weights = [30.2, 18.8, 14.4, 13.2, 8.6, 6.3, 3.4, 1.3];

const electorates: Record<string, { name: string; ballot: (random: () => number) => string[] }> = {
  'ranked-alike': {
    name: 'by preference, half of the ballots with three ranks or fewer',
    ballot: (random) => {
      const left = options.map((option, index) => ({ option, weight: (weights[index] ?? 1) ** 1.5 }));
      const length = random() < 0.5 ? 1 + Math.floor(random() * 3) : options.length;
      return Array.from({ length }, () => {
        let point = random() * left.reduce((sum, { weight }) => sum + weight, 0);
        const index = left.findIndex(({ weight }) => {
          point -= weight;
          return point < 0;
        });
        return left.splice(Math.max(index, 0), 1)[0]?.option ?? '';
      });
    },
  },
  'ranked-apart': {
    name: 'at random, all eight ranks: nearly every ballot differs',
    ballot: (random) =>
      options
        .map((option) => ({ option, key: random() }))
        .sort((left, right) => left.key - right.key)
        .map(({ option }) => option),
  },
};

/** Time of an instant runoff from all ballots, and from the stored counts of distinct rankings. */
export const runoff: Section = async ({ isQuick, folder }) => {
  const [ballots, rounds] = isQuick ? [20_000, 5] : [100_000, 11];
  const file = join(folder, 'runoff.db');
  const slugs = Object.keys(electorates);
  const db = databaseWith(
    file,
    slugs.map((slug) => ({ slug, method: 'RANKED_CHOICE' as const })),
  );
  const rows: string[][] = [];
  try {
    for (const [slug, { name, ballot }] of Object.entries(electorates)) {
      const csv = join(folder, `${slug}.csv`);
      const random = seededRandom(7).fraction;
      const lines = Array.from({ length: ballots }, (_, row) => {
        const ranks = ballot(random);
        return [`person-${row}`, ...options.map((_, rank) => ranks[rank] ?? '')].join();
      });
      const header = ['voter', ...options.map((_, rank) => `rank ${rank + 1}`)].join();
      writeFileSync(csv, `${header}\n${lines.join('\n')}\n`);
      await importIn('ours', file, slug, ballots, csv);
      const { id } = surveyBySlug(db, slug, true) ?? { id: 0 };
      const ways = waysOf(db, id);
      const winners = new Set(ways.map((count) => count().winners.join()));
      if (winners.size !== 1) throw new Error('The ways of counting differ.');
      const times = ways.map((): number[] => []);
      for (let round = 0; round < rounds; round += 1) {
        for (const [index, count] of ways.entries()) {
          const started = performance.now();
          count();
          times[index]?.push(performance.now() - started);
        }
      }
      const distinct = [...rankingsOf(db.$client, id)].length;
      rows.push([name, whole(distinct), ...times.map((one) => digits(median(one), 1))]);
    }
  } finally {
    db.$client.close();
  }
  return [
    '## Instant runoff',
    paragraph(`${whole(ballots)} ballots over ${options.length} options; medians of ${rounds} counts. The
      server counts from the stored counts, in a worker thread.`),
    table(
      [
        'ballots',
        'distinct rankings',
        'from all rows in the database, ms',
        'from ballots in memory, ms',
        'from the stored counts in the database, ms',
        'from counts in memory, ms',
      ],
      rows,
    ),
  ].join('\n\n');
};

function waysOf(db: Database, id: number): (() => ReturnType<typeof instantRunoff>)[] {
  const ids = db.$client.prepare<[], number>('select id from narrative order by id').pluck().all();
  const statement = db.$client
    .prepare<[number], string>('select choices from vote where survey_id = ?')
    .pluck();
  const stored = () => statement.all(id).map(parseStoredRanking);
  const inMemory = stored();
  const storedCounts = () => rankingsOf(db.$client, id);
  const storedInMemory = [...storedCounts()];
  const count = (counts: Iterable<RankingCount>) => instantRunoff(counts, ids, { batchElimination: true });
  return [
    () => count(distinctRankings(stored())),
    () => count(distinctRankings(inMemory)),
    () => count(storedCounts()),
    () => count(storedInMemory),
  ];
}
