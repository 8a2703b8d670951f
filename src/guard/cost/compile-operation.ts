import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { Kind } from 'graphql';
import type { Variables } from './amount.ts';
import type { CostModel } from './cost-model.ts';
import type { ExpensiveField } from './most-expensive-fields.ts';
import { mostExpensiveFields } from './most-expensive-fields.ts';
import { planOperation } from './plan.ts';
import type { Pricing } from './pricing.ts';
import { pricing } from './pricing.ts';
import { responseCost } from './response-cost.ts';
import { slicingViolations } from './slicing-violations.ts';
import type { Measure } from './weights.ts';

/**
 * What an operation costs at most. `typeCost` and `fieldCost` are the specification's; `points`, the one number to charge,
 * is the type cost plus the weights of fields, arguments and input fields that carry an explicit `@cost`. Each lies
 * between 0 and 2,147,483,647, where it stops growing.
 */
export type Price = Readonly<Record<Measure, number>>;

/** An operation, compiled once into functions of its coerced variables. */
export interface CompiledCost {
  /** How many selections the compiler looked at, each fragment counted once per concrete type. */
  readonly visits: number;
  /** The price before execution, in points alone. */
  readonly points: (variables: Variables) => number;
  /** The price before execution: never below what `actual` finds, while the data keeps to the sizes that the schema states. */
  readonly price: (variables: Variables) => Price;
  /** What the response's `data` cost; 0 when there is none. */
  readonly actual: (variables: Variables, data: unknown, measure?: Measure) => number;
  /** The fields that make up most of the points, the most expensive first. */
  readonly explain: (variables: Variables, count?: number) => ExpensiveField[];
  /** The coordinates of the fields whose `requireOneSlicingArgument` the request breaks. */
  readonly violations: (variables: Variables) => string[];
}

/** The document has no such operation, or several and no name was given. */
export class OperationNotFoundError extends Error {
  override readonly name = 'OperationNotFoundError';
}

/**
 * Compiles one operation of a document that need not have been validated; what the schema does not know costs nothing,
 * since nothing will run. Throws `OperationNotFoundError`, or `DocumentTooComplexError` beyond the model's limits.
 */
export function compileOperation(
  model: CostModel,
  document: DocumentNode,
  operationName?: string | null,
): CompiledCost {
  const operation = findOperation(document, operationName);
  const rootType = model.schema.getRootType(operation.operation);
  if (!rootType) throw new OperationNotFoundError(`The schema has no ${operation.operation} type.`);
  const { root, visits } = planOperation(model, rootType, operation.selectionSet, fragmentsOf(document));
  const points = pricing(root, 'points');
  // A server charges points and asks for the other two seldom or never, so they take no time and memory until then.
  const made: Partial<Record<Measure, Pricing>> = { points };
  const inMeasure = (measure: Measure): Pricing => {
    made[measure] ??= pricing(root, measure);
    return made[measure];
  };
  return {
    visits,
    points: points.evaluate,
    price: (variables) => ({
      points: points.evaluate(variables),
      typeCost: inMeasure('typeCost').evaluate(variables),
      fieldCost: inMeasure('fieldCost').evaluate(variables),
    }),
    actual: (variables, data, measure = 'points') => responseCost(inMeasure(measure), variables, data),
    explain: (variables, count = 3) => mostExpensiveFields(points, variables, count),
    violations: slicingViolations(root),
  };
}

function findOperation(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (name === undefined || name === null) {
    const [only, ...others] = operations;
    if (only && others.length === 0) return only;
    throw new OperationNotFoundError(
      only ? 'The document has several operations; name the one to run.' : 'The document has no operation.',
    );
  }
  const operation = operations.find((candidate) => candidate.name?.value === name);
  if (!operation) throw new OperationNotFoundError(`The document has no operation named "${name}".`);
  return operation;
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
