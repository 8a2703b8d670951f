import type { Variables } from './amount.ts';
import { add, amountFor, multiply } from './amount.ts';
import type { PricedBlock, PricedField, Pricing } from './pricing.ts';
import { entriesOf } from './pricing.ts';

/** A field by the path of its response keys, and the part of the price that is its own, without the fields below it. */
export interface ExpensiveField {
  readonly path: string;
  readonly points: number;
}

/**
 * The fields that make up most of a price, dearest first. Each shared block is looked at once and hands up only its
 * `count` dearest, so the work is bounded by the size of the plan and not by the number of paths.
 */
export function mostExpensiveFields(pricing: Pricing, variables: Variables, count: number): ExpensiveField[] {
  pricing.evaluate(variables);
  const mostExpensiveOf = new Map<PricedBlock, readonly ExpensiveField[]>();
  for (const block of pricing.blocks) {
    const candidates = block.fields.filter((field) => field.value > 0).flatMap(mostExpensiveFrom);
    mostExpensiveOf.set(block, candidates.sort((a, b) => b.points - a.points).slice(0, count));
  }
  return [...(mostExpensiveOf.get(pricing.root) ?? [])];

  function mostExpensiveFrom(field: PricedField): ExpensiveField[] {
    const { key } = field.plan;
    const entries = entriesOf(field.plan, variables);
    const member = mostExpensiveMember(field);
    const own = multiply(entries, member ? member.weight : field.leafWeight);
    const below = (member && mostExpensiveOf.get(member)) ?? [];
    return [
      { path: key, points: add(amountFor(field.charge, variables), own) },
      ...below.map(({ path, points }) => ({ path: `${key}.${path}`, points: multiply(entries, points) })),
    ].filter(({ points }) => points > 0);
  }
}

function mostExpensiveMember({ members }: PricedField): PricedBlock | undefined {
  return members.reduce<PricedBlock | undefined>(
    (dearest, member) => (dearest && dearest.value >= member.value ? dearest : member),
    undefined,
  );
}
