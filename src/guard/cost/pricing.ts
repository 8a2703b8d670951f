import type { Amount, Variables } from './amount.ts';
import { add, amountFor, CEILING, multiply } from './amount.ts';
import { anyHolds } from './condition.ts';
import type { PlannedBlock, PlannedField } from './plan.ts';
import type { Measure } from './weights.ts';

/** A block in one measure. `value` is what one object of its type costs at most, for the variables last evaluated. */
export interface PricedBlock {
  readonly plan: PlannedBlock;
  readonly weight: number;
  /** The fields that can cost anything. */
  readonly fields: readonly PricedField[];
  value: number;
}

/** A field in one measure. `value` is what it costs at most per parent object, for the variables last evaluated. */
export interface PricedField {
  readonly plan: PlannedField;
  readonly charge: Amount;
  readonly leafWeight: number;
  readonly members: readonly PricedBlock[];
  value: number;
}

/** A plan in one measure. */
export interface Pricing {
  readonly root: PricedBlock;
  /** Every block, those below before those above. */
  readonly blocks: readonly PricedBlock[];
  /** Brings every `value` up to date and returns the root's. */
  readonly evaluate: (variables: Variables) => number;
}

/**
 * Folds whatever depends on no variable into numbers, and lines up the rest, children first: a price is then one pass
 * over a flat list, in which each shared block is evaluated once however often it is used.
 */
export function pricing(root: PlannedBlock, measure: Measure): Pricing {
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
    const before = known.get(plan);
    if (before === 'open') return endless(plan);
    if (before) return before;
    known.set(plan, 'open');
    const fields = plan.fields.map(priceField).filter((field) => varying.has(field) || field.value > 0);
    const weight = plan.weights[measure];
    const moving = fields.filter((field) => varying.has(field));
    const fixed = fields.reduce((sum, field) => (varying.has(field) ? sum : add(sum, field.value)), weight);
    const block: PricedBlock = { plan, weight, fields, value: fixed };
    known.set(plan, block);
    blocks.push(block);
    if (moving.length > 0) {
      varying.add(block);
      steps.push(() => {
        let sum = fixed;
        for (const field of moving) sum = add(sum, field.value);
        block.value = sum;
      });
    }
    return block;
  }

  function priceField(plan: PlannedField): PricedField {
    const { conditions, size } = plan;
    const charge = plan.charges[measure];
    const members = plan.members.map(priceBlock);
    const field: PricedField = { plan, charge, members, leafWeight: plan.leafWeights[measure], value: 0 };
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
  const charge = amountFor(field.charge, variables);
  return element === 0 ? charge : add(charge, multiply(entriesOf(field.plan, variables), element));
}

/** How many values a field can return: the bound of its size, once per level of nested lists. */
export function entriesOf({ size, cost }: PlannedField, variables: Variables): number {
  const bound = amountFor(size, variables);
  let entries = bound;
  for (let level = 1; level < cost.listDepth; level++) entries = multiply(entries, bound);
  return entries;
}

/** What one value of a field costs at most: of several concrete types, the highest. */
function elementValue({ leafWeight, members }: PricedField): number {
  let highest = leafWeight;
  for (const { value } of members) if (value > highest) highest = value;
  return highest;
}

// Validation refuses cycles of fragments; unvalidated, what never ends costs as much as anything can.
function endless(plan: PlannedBlock): PricedBlock {
  return { plan, weight: CEILING, fields: [], value: CEILING };
}
