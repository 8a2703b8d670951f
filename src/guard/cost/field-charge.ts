import type { ArgumentNode, FieldNode } from 'graphql';
import type { Amount, Variables } from './amount.ts';
import { amountFor, clamp } from './amount.ts';
import type { CostModel, FieldCost } from './cost-model.ts';
import type { InputCost } from './input-cost.ts';
import { inputCharge, isCharged } from './input-cost.ts';
import { valueOrDefault } from './input-literal.ts';
import type { InputValue } from './input-value.ts';
import type { GivenArguments } from './list-size.ts';
import type { Measure } from './weights.ts';

/** What one execution of a field adds to each measure, apart from its return value. */
export type Charges = Readonly<Record<Measure, Amount>>;

interface UsedInput {
  readonly input: InputCost;
  readonly value: InputValue;
}

export function givenArguments(nodes: readonly ArgumentNode[] | undefined): GivenArguments {
  return new Map(nodes?.map((node) => [node.name.value, node.value]));
}

/**
 * The raw cost of a field (section 5.3.2.2): the weights of the field, of its arguments with the input
 * fields used in them, and of the arguments of its directives; at least 0. `nodes` are the occurrences that
 * execution merges. They have the same arguments; of their directives the most expensive set counts.
 */
export function fieldCharges(
  model: CostModel,
  cost: FieldCost,
  nodes: readonly FieldNode[],
  given: GivenArguments,
): Charges {
  const isPlain = cost.inputs.length === 0 && nodes.every(({ directives = [] }) => directives.length === 0);
  const charge = (measure: Measure) => {
    // A fast path for most fields, with the same result as the code below.
    if (isPlain) return clamp(cost.weights[measure]);
    const used = usedInputs(cost.inputs, given, measure);
    const extras = nodes.map((node) => directiveInputs(model, node, measure));
    const distinct = extras.some((extra) => extra.length > 0) ? extras : [[]];
    return highest(distinct.map((extra) => sum(cost.weights[measure], [...used, ...extra], measure)));
  };
  return {
    points: nodes.some((node) => isExtraIntrospection(cost, node))
      ? model.limits.introspectionPoints
      : charge('points'),
    // The type cost includes only weights of types (section 5.3.2.1).
    typeCost: 0,
    fieldCost: charge('fieldCost'),
  };
}

function usedInputs(inputs: readonly InputCost[], given: GivenArguments, measure: Measure): UsedInput[] {
  return inputs
    .filter((input) => isCharged(input, measure))
    .map((input) => ({ input, value: valueOrDefault(input, given.get(input.name)) }));
}

function directiveInputs(model: CostModel, node: FieldNode, measure: Measure): UsedInput[] {
  return (node.directives ?? []).flatMap((directive) =>
    usedInputs(model.directiveInputs(directive.name.value), givenArguments(directive.arguments), measure),
  );
}

function sum(weight: number, used: readonly UsedInput[], measure: Measure): Amount {
  const total = (inputs: readonly UsedInput[], variables: Variables) =>
    inputs.reduce(
      (charge, { input, value }) => charge + inputCharge(input, value.read(variables), measure),
      0,
    );
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
  const isNested = cost.isIntrospection && cost.weights.points === 0;
  return (
    isNested && node.selectionSet !== undefined && node.alias !== undefined && node.alias.value !== cost.name
  );
}
