import fc from 'fast-check';
import { executeRootSelectionSet, type GraphQLError, parse, validate, validateExecutionArgs } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import { compileOperation } from '../../src/guard/cost/compile-operation.ts';
import { costModel } from '../../src/guard/cost/cost-model.ts';
import { startApp } from '../support/app.ts';
import { contextFor } from '../support/context.ts';
import { randomQuery } from '../support/random-query.ts';

/** `FULL=1` runs 10,000 operations; the default is shorter. */
const runs = process.env.FULL === '1' ? 10_000 : 1_000;

test('the actual cost of a random operation is at most its price', async () => {
  const { db } = await startApp();
  const model = costModel(schema);
  const contextValue = contextFor({ db, seesDrafts: false });
  let executed = 0;
  let charged = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const text = randomQuery(seed);
      const document = parse(text);
      if (validate(schema, document).length > 0) return;
      const execution = validateExecutionArgs({ schema, document, contextValue });
      if (!('schema' in execution)) throw new Error((execution as GraphQLError[]).join());
      const cost = compileOperation(model, document);
      const variables = execution.variableValues.coerced;
      const result = executeRootSelectionSet(execution);
      if (result instanceof Promise) throw new Error('Query resolvers must be synchronous.');
      const actual = cost.actual(variables, result.data);
      expect(cost.points(variables), text).toBeGreaterThanOrEqual(actual);
      executed += 1;
      charged += actual;
    }),
    { numRuns: runs },
  );
  expect(executed).toBeGreaterThan(runs / 10);
  expect(charged).toBeGreaterThan(executed);
});
