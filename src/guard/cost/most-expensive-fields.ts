import type { Variables } from './amount.ts';
import { add, amountFor, multiply } from './amount.ts';
import type { PricedBlock, PricedField, Pricing } from './pricing.ts';
import { entriesOf } from './pricing.ts';

/** A field by the path of its response keys, and the part of the price that is its own, without the fields below it. */
export interface DearField {
  readonly path: string;
  readonly points: number;
}

/**
 * The fields that make up most of a price, dearest first. Each shared block is looked at once and hands up only its
 * `count` dearest, so the work is bounded by the size of the plan and not by the number of paths.
 */
export function dearestFields(pricing: Pricing, variables: Variables, count: number): DearField[] {
  pricing.evaluate(variables);
  const dearestOf = new Map<PricedBlock, readonly DearField[]>();
  for (const block of pricing.blocks) {
    const candidates = block.fields.filter((field) => field.value > 0).flatMap(dearestFrom);
    dearestOf.set(block, candidates.sort((a, b) => b.points - a.points).slice(0, count));
  }
  return [...(dearestOf.get(pricing.root) ?? [])];

  function dearestFrom(field: PricedField): DearField[] {
    const { key } = field.plan;
    const entries = entriesOf(field.plan, variables);
    const member = dearestMember(field);
    const own = multiply(entries, member ? member.weight : field.leafWeight);
    const below = (member && dearestOf.get(member)) ?? [];
    return [
      { path: key, points: add(amountFor(field.charge, variables), own) },
      ...below.map(({ path, points }) => ({ path: `${key}.${path}`, points: multiply(entries, points) })),
    ].filter(({ points }) => points > 0);
  }
}

function dearestMember({ members }: PricedField): PricedBlock | undefined {
  return members.reduce<PricedBlock | undefined>(
    (dearest, member) => (dearest && dearest.value >= member.value ? dearest : member),
    undefined,
  );
}
