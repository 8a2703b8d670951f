import type { Variables } from './amount.ts';
import { add, amountFor, multiply } from './amount.ts';
import type { PlannedField } from './plan.ts';
import type { PricedBlock, PricedField, Pricing } from './pricing.ts';
import { entriesOf } from './pricing.ts';

/** A field by the path of its response keys, and its own part of the price without its subfields. */
export interface ExpensiveField {
  readonly path: string;
  /** Its schema coordinate, such as `Query.surveys`. */
  readonly coordinate: string;
  readonly points: number;
  /** The nearest slicing argument that lowers it: its own, or one of an ancestor field. */
  readonly slicing: Slicing | undefined;
}

interface Slicing {
  readonly argument: string;
  /** The path of the field that has the argument. */
  readonly path: string;
}

/**
 * The fields with the largest part of a price, most expensive first. Each shared block is visited
 * once and returns only its `count` most expensive fields, so the work depends on the size of the plan,
 * not on the number of paths.
 */
export function mostExpensiveFields(pricing: Pricing, variables: Variables, count: number): ExpensiveField[] {
  pricing.evaluate(variables);
  const byBlock = new Map<PricedBlock, readonly ExpensiveField[]>();
  for (const block of pricing.blocks) {
    const candidates = block.fields.filter((field) => field.value > 0).flatMap(fieldsFrom);
    byBlock.set(block, candidates.sort((a, b) => b.points - a.points).slice(0, count));
  }
  return [...(byBlock.get(pricing.root) ?? [])];

  function fieldsFrom(field: PricedField): ExpensiveField[] {
    const { key, cost } = field.plan;
    const entries = entriesOf(field.plan, variables);
    const member = mostExpensiveMember(field);
    const own = multiply(entries, member ? member.weight : field.plan.leafWeight);
    const below = (member && byBlock.get(member)) ?? [];
    const slicing = slicingOf(field.plan);
    return [
      {
        path: key,
        coordinate: cost.coordinate,
        points: add(amountFor(field.plan.charge, variables), own),
        slicing,
      },
      ...below.map((inner) => ({
        ...inner,
        path: `${key}.${inner.path}`,
        points: multiply(entries, inner.points),
        slicing: inner.slicing ? { ...inner.slicing, path: `${key}.${inner.slicing.path}` } : slicing,
      })),
    ].filter(({ points }) => points > 0);
  }
}

function slicingOf({ key, cost }: PlannedField): Slicing | undefined {
  const [argument] = cost.listSize?.slicingArguments ?? [];
  return argument && { argument: argument.join('.'), path: key };
}

function mostExpensiveMember({ members }: PricedField): PricedBlock | undefined {
  return members.reduce<PricedBlock | undefined>(
    (most, member) => (most && most.value >= member.value ? most : member),
    undefined,
  );
}
