// Measures the CPU that points buy: `node bench/price/run.ts`. `--quick` uses a small data set and a
// shorter search, `--short` the whole data set and a shorter search. `--field Type.field` measures only
// this field, and `--only PART` only this part (fields, documents, random, others, streams, honest); both
// can be repeated. `--rebuild` makes a new data set. Prints Markdown; a complete run writes it to
// results.md.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { schema } from '../../src/api/schema.ts';
import { loadCore } from '../cores.ts';
import { priceDataSet } from './data-set/data-set.ts';
import { createEvaluator } from './evaluator.ts';
import { factsOf } from './facts.ts';
import { type FieldResult, fieldResult, unreachedField, verdictOf } from './field-result.ts';
import type { Findings } from './findings.ts';
import { honestResults } from './honest-operations.ts';
import { baselineOf, startMeasuredServer } from './measured-server.ts';
import { newDocuments } from './new-documents.ts';
import { otherRequests, streamResults } from './other-requests.ts';
import { randomOperations } from './random-operations.ts';
import { fieldReport, report, worstFirst } from './report.ts';
import { coordinateOf, everyField, routesOf, type Step } from './routes.ts';
import { createSearch, type Effort } from './search.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    rebuild: { type: 'boolean', default: false },
    field: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
  },
});
const isQuick = values.quick;
const isShort = isQuick || values.short;
const effort: Effort = isShort
  ? { operations: 30, milliseconds: 1_500 }
  : { operations: 80, milliseconds: 5_000 };
const repetitions = isShort ? 3 : 7;

const begun = performance.now();
const progress = (line: string) =>
  process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${line}\n`);

const dataSet = await priceDataSet({ isQuick, isRebuilt: values.rebuild, report: progress });
execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', loadCore, String(process.pid)], {
  stdio: 'ignore',
});
const server = await startMeasuredServer(dataSet.file);
try {
  const baseline = await baselineOf(server);
  progress(`{ __typename } takes ${baseline.toFixed(3)} ms of CPU`);
  const evaluator = createEvaluator(server, baseline);
  const facts = factsOf(server);
  const search = createSearch(evaluator, routesOf(schema), facts, effort);

  const measureField = async (step: Step): Promise<FieldResult> => {
    const coordinate = coordinateOf(step);
    const { worst, count, refusals } = await search(step);
    const result =
      worst === undefined
        ? unreachedField(coordinate, refusals)
        : await fieldResult(evaluator, coordinate, worst, isShort);
    const verdict = worst === undefined ? 'not reached' : verdictOf(result);
    progress(`${coordinate}: ${verdict}, ${result.score.toFixed(2)} of the bound (${count} operations)`);
    return result;
  };

  // Root fields first: the search for a field starts with what was found for its parents.
  const roots = [schema.getQueryType(), schema.getMutationType()].map((type) => type?.name);
  const steps = everyField(schema).sort(
    (left, right) => Number(roots.includes(right.parent.name)) - Number(roots.includes(left.parent.name)),
  );
  // Streams are measured by `streamResults`.
  const isStream = ({ parent }: Step) => parent === schema.getSubscriptionType();

  if (values.field === undefined) {
    const { only } = values;
    const part = async <Result>(name: string, measure: () => Promise<Result[]>): Promise<Result[]> => {
      if (only !== undefined && !only.includes(name)) return [];
      const results = await measure();
      progress(`${name} are measured`);
      return results;
    };
    const findings: Findings = {
      baseline,
      fields: await part('fields', async () => {
        const fields: FieldResult[] = [];
        for (const step of steps) if (!isStream(step)) fields.push(await measureField(step));
        return fields;
      }),
      documents: await part('documents', () => newDocuments(server, repetitions)),
      random: await part('random', () => randomOperations(server, evaluator, facts, isShort ? 60 : 300)),
      others: await part('others', () => otherRequests(server, evaluator, repetitions)),
      streams: await part('streams', () => streamResults(server, evaluator, 3)),
      honest: await part('honest', () => honestResults(server, repetitions)),
    };
    const text = report(findings, dataSet, (performance.now() - begun) / 60_000);
    process.stdout.write(text);
    if (!isQuick && only === undefined) writeFileSync(new URL('results.md', import.meta.url), text);
  } else {
    const asked = steps.filter((step) => values.field?.includes(coordinateOf(step)));
    if (asked.length < values.field.length)
      throw new Error(`Not all of these are fields: ${values.field.join(', ')}.`);
    const fields: FieldResult[] = [];
    for (const step of asked) fields.push(await measureField(step));
    process.stdout.write(fieldReport(worstFirst(fields)));
    for (const { coordinate, unreached } of fields) {
      if (unreached !== undefined) process.stdout.write(`${coordinate} was not reached: ${unreached}\n`);
    }
  }
} finally {
  await server.stop();
}
