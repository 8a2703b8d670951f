import type { ArgumentNode, FieldNode } from 'graphql';
import type { Amount, Variables } from './amount.ts';
import { amountFor, clamp } from './amount.ts';
import type { CostModel, FieldCost } from './cost-model.ts';
import type { InputCost } from './input-cost.ts';
import { inputCharge, isCharged } from './input-cost.ts';
import { valueOrDefault } from './input-literal.ts';
import type { InputValue } from './input-value.ts';
import type { GivenArguments } from './list-size.ts';

interface UsedInput {
  readonly input: InputCost;
  readonly value: InputValue;
}

export function givenArguments(nodes: readonly ArgumentNode[] | undefined): GivenArguments {
  return new Map(nodes?.map((node) => [node.name.value, node.value]));
}

/**
 * What one execution of a field costs apart from its return value (the raw cost of section 5.3.2.2): the
 * weights of the field, of its arguments with the input fields used in them, and of the arguments of its
 * directives; at least 0. `nodes` are the occurrences that execution merges. They have the same arguments; of
 * their directives the most expensive set counts.
 */
export function fieldCharge(
  model: CostModel,
  cost: FieldCost,
  nodes: readonly FieldNode[],
  given: GivenArguments,
): Amount {
  if (nodes.some((node) => isExtraIntrospection(cost, node))) return model.limits.introspectionPoints;
  // A fast path for most fields, with the same result as the code below.
  const isPlain = cost.inputs.length === 0 && nodes.every(({ directives = [] }) => directives.length === 0);
  if (isPlain) return clamp(cost.weight);
  const used = usedInputs(cost.inputs, given);
  const extras = nodes.map((node) => directiveInputs(model, node));
  const distinct = extras.some((extra) => extra.length > 0) ? extras : [[]];
  return highest(distinct.map((extra) => sum(cost.weight, [...used, ...extra])));
}

function usedInputs(inputs: readonly InputCost[], given: GivenArguments): UsedInput[] {
  return inputs
    .filter((input) => isCharged(input))
    .map((input) => ({ input, value: valueOrDefault(input, given.get(input.name)) }));
}

function directiveInputs(model: CostModel, node: FieldNode): UsedInput[] {
  return (node.directives ?? []).flatMap((directive) =>
    usedInputs(model.directiveInputs(directive.name.value), givenArguments(directive.arguments)),
  );
}

function sum(weight: number, used: readonly UsedInput[]): Amount {
  const total = (inputs: readonly UsedInput[], variables: Variables) =>
    inputs.reduce((charge, { input, value }) => charge + inputCharge(input, value.read(variables)), 0);
  const varying = used.filter(({ value }) => !value.isFixed);
  const fixed =
    weight +
    total(
      used.filter(({ value }) => value.isFixed),
      {},
    );
  return varying.length === 0 ? clamp(fixed) : (variables) => clamp(fixed + total(varying, variables));
}

function highest(amounts: readonly Amount[]): Amount {
  const [only, ...others] = amounts;
  if (only !== undefined && others.length === 0) return only;
  return (variables) => Math.max(...amounts.map((amount) => amountFor(amount, variables)));
}

// The flat price of introspection covers reading every list of the schema once. An alias reads a list again,
// and nested aliases multiply, so each alias costs the flat price again.
function isExtraIntrospection(cost: FieldCost, node: FieldNode): boolean {
  const isNested = cost.isIntrospection && cost.weight === 0;
  return (
    isNested && node.selectionSet !== undefined && node.alias !== undefined && node.alias.value !== cost.name
  );
}
