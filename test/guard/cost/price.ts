import type { DocumentNode } from 'graphql';
import { buildSchema, getVariableValues, Kind, parse } from 'graphql';
import type { Variables } from '../../../src/guard/cost/amount.ts';
import type { CompiledCost } from '../../../src/guard/cost/compile-operation.ts';
import { compileOperation } from '../../../src/guard/cost/compile-operation.ts';
import type { CostModel, CostOptions } from '../../../src/guard/cost/cost-model.ts';
import { costModel } from '../../../src/guard/cost/cost-model.ts';

const DIRECTIVES = `
  directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(
    assumedSize: Int
    slicingArguments: [String!]
    sizedFields: [String!]
    requireOneSlicingArgument: Boolean = true
  ) on FIELD_DEFINITION
`;

export function modelOf(sdl: string, options?: CostOptions): CostModel {
  return costModel(buildSchema(DIRECTIVES + sdl), options);
}

/** Compiles a document and coerces the variables as a server does before it prices a request. */
export function compiled(model: CostModel, source: string, operationName?: string): CompiledCost {
  return compileOperation(model, parse(source), operationName);
}

export function pointsOf(model: CostModel, source: string, variables: Variables = {}): number {
  const document = parse(source);
  return compileOperation(model, document).points(coerced(model, document, variables));
}

export function coerced(model: CostModel, document: DocumentNode, variables: Variables): Variables {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const result = getVariableValues(model.schema, operation?.variableDefinitions ?? [], variables);
  if (result.errors) throw new AggregateError(result.errors, 'The variables are invalid.');
  return result.variableValues.coerced;
}
