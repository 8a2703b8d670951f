import type { Variables } from './amount.ts';
import { add, amountFor, CEILING, multiply } from './amount.ts';
import { anyHolds } from './condition.ts';
import type { PlannedBlock, PlannedField } from './plan.ts';

/**
 * A block with its price. `value` is the maximum cost of one object, for the variables of the last
 * `evaluate`.
 */
export interface PricedBlock {
  readonly plan: PlannedBlock;
  readonly weight: number;
  /** The fields that can cost more than 0. */
  readonly fields: readonly PricedField[];
  value: number;
}

/**
 * A field with its price. `value` is its maximum cost per parent, for the variables of the last `evaluate`.
 */
export interface PricedField {
  readonly plan: PlannedField;
  readonly members: readonly PricedBlock[];
  value: number;
}

/** A plan with its price. */
export interface Pricing {
  readonly root: PricedBlock;
  /** All blocks, children before parents. */
  readonly blocks: readonly PricedBlock[];
  /** Updates every `value` and returns the root's. */
  readonly evaluate: (variables: Variables) => number;
}

/**
 * Folds everything that is independent of variables into constants and orders the rest, children before
 * parents. A price is then one pass over a flat list, which evaluates each shared block once.
 */
export function pricing(root: PlannedBlock): Pricing {
  const steps: Step[] = [];
  const known = new Map<PlannedBlock, PricedBlock | 'open'>();
  const blocks: PricedBlock[] = [];
  const varying = new Set<PricedBlock | PricedField>();
  const priced = priceBlock(root);

  return {
    root: priced,
    blocks,
    evaluate(variables) {
      for (const step of steps) step(variables);
      return priced.value;
    },
  };

  function priceBlock(plan: PlannedBlock): PricedBlock {
    const existing = known.get(plan);
    if (existing === 'open') return endless(plan);
    if (existing) return existing;
    known.set(plan, 'open');
    const fields = plan.fields.map(priceField).filter((field) => varying.has(field) || field.value > 0);
    const { weight } = plan;
    const varyingFields = fields.filter((field) => varying.has(field));
    const fixed = fields.reduce((sum, field) => (varying.has(field) ? sum : add(sum, field.value)), weight);
    const block: PricedBlock = { plan, weight, fields, value: fixed };
    known.set(plan, block);
    blocks.push(block);
    if (varyingFields.length > 0) {
      varying.add(block);
      steps.push(() => {
        let sum = fixed;
        for (const field of varyingFields) sum = add(sum, field.value);
        block.value = sum;
      });
    }
    return block;
  }

  function priceField(plan: PlannedField): PricedField {
    const { conditions, size, charge } = plan;
    const members = plan.members.map(priceBlock);
    const field: PricedField = { plan, members, value: 0 };
    const isVarying =
      conditions.length > 0 || typeof charge !== 'number' || members.some((each) => varying.has(each));
    const isSized = typeof size !== 'number' && elementValue(field) > 0;
    field.value = maximum(field, {});
    if (isVarying || isSized) {
      varying.add(field);
      steps.push((variables) => {
        field.value = anyHolds(conditions, variables) ? maximum(field, variables) : 0;
      });
    }
    return field;
  }
}

type Step = (variables: Variables) => void;

function maximum(field: PricedField, variables: Variables): number {
  const element = elementValue(field);
  const charge = amountFor(field.plan.charge, variables);
  return element === 0 ? charge : add(charge, multiply(entriesOf(field.plan, variables), element));
}

/** The maximum number of values that a field returns: its size to the power of its list depth. */
export function entriesOf({ size, cost }: PlannedField, variables: Variables): number {
  const bound = amountFor(size, variables);
  let entries = bound;
  for (let level = 1; level < cost.listDepth; level++) entries = multiply(entries, bound);
  return entries;
}

/** The maximum cost of one value of a field: the highest of its possible concrete types. */
function elementValue({ plan: { leafWeight }, members }: PricedField): number {
  let highest = leafWeight;
  for (const { value } of members) if (value > highest) highest = value;
  return highest;
}

// A cycle of fragments, which validation rejects. In a document that is not validated it costs the maximum.
function endless(plan: PlannedBlock): PricedBlock {
  return { plan, weight: CEILING, fields: [], value: CEILING };
}
