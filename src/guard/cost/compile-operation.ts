import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { Kind } from 'graphql';
import type { Variables } from './amount.ts';
import type { CostModel } from './cost-model.ts';
import type { ExpensiveField } from './most-expensive-fields.ts';
import { mostExpensiveFields } from './most-expensive-fields.ts';
import { planOperation } from './plan.ts';
import { pricing } from './pricing.ts';
import { responseCost } from './response-cost.ts';

/** An operation, compiled once into functions of its coerced variables. */
export interface CompiledCost {
  /** Selections that the compiler visited; a fragment counts once per concrete type. */
  readonly visits: number;
  /**
   * The price before execution, 0 to 2,147,483,647: the specification's type cost, plus the explicit `@cost`
   * weights of fields, arguments and input fields. At least `actual`, as long as lists stay within the
   * schema's `@listSize`.
   */
  readonly points: (variables: Variables) => number;
  /** The cost of a response's `data`; 0 when it is null or absent. */
  readonly actual: (variables: Variables, data: unknown) => number;
  /** The fields with the largest part of the points, most expensive first. */
  readonly explain: (variables: Variables, count?: number) => ExpensiveField[];
}

/** The document has no operation of this name, or several operations and no name is given. */
export class OperationNotFoundError extends Error {
  override readonly name = 'OperationNotFoundError';
}

/**
 * Compiles one operation into functions of its variables. The document may be invalid; unknown
 * fields cost 0 because they do not run. Throws OperationNotFoundError, or DocumentTooComplexError
 * beyond the model's limits.
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
  const priced = pricing(root);
  return {
    visits,
    points: priced.evaluate,
    actual: (variables, data) => responseCost(priced, variables, data),
    explain: (variables, count = 3) => mostExpensiveFields(priced, variables, count),
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
