// What mapping the rows of a statement ourselves saves (docs/decisions/0017): `node bench/rows.ts`. Prints
// the CPU time of statements of ours as Drizzle runs them, and as we do, by turns on the same rows.
import { eq } from 'drizzle-orm';
import { type Database, openDatabase } from '../src/db/client.ts';
import { mapRowsOnce } from '../src/db/rows/row-mapping.ts';
import { narrative } from '../src/db/tables/narrative.ts';
import { survey, surveyOption } from '../src/db/tables/survey.ts';
import { dataSet } from './data-set.ts';
import { table } from './markdown.ts';
import { quartilesOf } from './quartiles.ts';

const rounds = 31;
const repetitions = 200;

const statements: readonly [name: string, prepare: (db: Database) => { all: () => unknown[] }][] = [
  ['12 surveys', (db) => db.select().from(survey).prepare()],
  ['40 narratives', (db) => db.select().from(narrative).prepare()],
  [
    '120 options with their narratives',
    (db) =>
      db
        .select({ option: surveyOption, narrative })
        .from(surveyOption)
        .innerJoin(narrative, eq(narrative.id, surveyOption.narrativeId))
        .prepare(),
  ],
];

/** Microseconds of CPU of one execution. */
function cpuOf(run: () => unknown): number {
  const before = process.cpuUsage();
  for (let repetition = 0; repetition < repetitions; repetition += 1) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / repetitions;
}

const file = dataSet();
const db = openDatabase(file);
const rows = statements.map(([name, prepare]) => {
  const drizzle = prepare(db);
  const ours = mapRowsOnce(prepare(db));
  const samples = Array.from({ length: rounds }, () => [cpuOf(() => drizzle.all()), cpuOf(() => ours.all())]);
  const medianOf = (column: 0 | 1) => quartilesOf(samples.map((sample) => sample[column] ?? 0)).median;
  const ratio = quartilesOf(samples.map(([theirs = 0, own = 0]) => own / theirs));
  const quartiles = `${ratio.median.toFixed(2)} (${ratio.lower.toFixed(2)} to ${ratio.upper.toFixed(2)})`;
  return [name, medianOf(0).toFixed(0), medianOf(1).toFixed(0), quartiles];
});
console.log(table(['rows', 'Drizzle, µs', 'ours, µs', 'ratio (quartiles)'], rows));
