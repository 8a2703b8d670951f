import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { schema } from '../../src/api/schema.ts';
import { randomOperation } from '../../test/guard/cost/random-operation.ts';
import { argumentSpace, deepCursor } from './argument-space.ts';
import type { Evaluator } from './evaluator.ts';
import type { Facts } from './facts.ts';
import type { Exchange, MeasuredServer } from './measured-server.ts';
import { isRefusal, operationOf } from './operation.ts';
import { type RequestResult, requestResult } from './request-result.ts';

/** Operations that are drawn for each accepted one, at most. */
const patience = 60;

/**
 * Random operations of an anonymous client. Each is measured as a new document, and again after a vote.
 */
export async function randomOperations(
  server: MeasuredServer,
  { move }: Evaluator,
  facts: Facts,
  count: number,
): Promise<RequestResult[]> {
  const draws = fc.sample(fc.gen(), { numRuns: patience * count, seed: 8 });
  const results: RequestResult[] = [];
  for (const gen of draws) {
    if (results.length === count) break;
    const { source, variables } = randomOperation(schema, gen, false, (argument, field) =>
      literalsOf(argument.name, field, facts),
    );
    const text = withNonce(source);
    const operation = operationOf(text);
    if (isRefusal(operation) || operation.isKeyed || operation.points < 2) continue;
    const send = (): Promise<Exchange> =>
      server.send({ body: { query: text, variables: { ...variables, nonce: randomUUID() } } });
    const first = await send();
    if (first.text.includes('"errors":')) continue;
    move();
    results.push(
      requestResult(source.replace(/^query (\(.*?\))? /, ''), [first, await send(), await send()]),
    );
  }
  return results;
}

const literalsOf = (name: string, field: Parameters<typeof argumentSpace>[0], facts: Facts): string[] =>
  argumentSpace(field, facts)
    .flatMap(({ options }) => options)
    .flatMap((option) => option[name] ?? [])
    .filter((literal) => literal !== deepCursor);

/** With a variable that makes each request different. */
const withNonce = (source: string): string =>
  source.replace(
    /^query (?:\((.*?)\))? \{/,
    (_head, declarations = '') =>
      `query ($nonce: String! ${declarations}) { nonce: narrative(slug: $nonce) { __typename }`,
  );
