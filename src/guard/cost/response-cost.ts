import type { Variables } from './amount.ts';
import { add, amountFor } from './amount.ts';
import { anyHolds } from './condition.ts';
import type { PricedBlock, PricedField, Pricing } from './pricing.ts';

type ResponseObject = Readonly<Record<string, unknown>>;

/**
 * The cost of a response by the specification's query response analysis (section 5.1.3). Lists count their
 * actual entries, and null costs only its field. Values of an abstract type cost what their `__typename`
 * costs; if it is not selected and their keys fit several types, they cost the maximum of these types.
 */
export function responseCost(pricing: Pricing, variables: Variables, data: unknown): number {
  pricing.evaluate(variables);
  return isObject(data) ? objectCost(pricing.root, variables, data) : 0;
}

function objectCost(block: PricedBlock, variables: Variables, object: ResponseObject): number {
  let sum = block.weight;
  for (const field of block.fields) {
    if (!anyHolds(field.plan.conditions, variables)) continue;
    if (field.plan.cost.isIntrospection) {
      sum = add(sum, field.value);
      continue;
    }
    const values = valuesCost(field, variables, object[field.plan.key], field.plan.cost.listDepth);
    sum = add(sum, add(amountFor(field.plan.charge, variables), values));
  }
  return sum;
}

function valuesCost(field: PricedField, variables: Variables, value: unknown, listDepth: number): number {
  if (value === null || value === undefined) return 0;
  if (listDepth > 0) {
    if (!Array.isArray(value)) return 0;
    let sum = 0;
    for (const element of value) sum = add(sum, valuesCost(field, variables, element, listDepth - 1));
    return sum;
  }
  if (field.members.length === 0) return field.plan.leafWeight;
  if (!isObject(value)) return 0;
  const [member, ...others] =
    field.members.length === 1 ? field.members : possibleMembers(field, variables, value);
  if (member && others.length === 0) return objectCost(member, variables, value);
  return Math.max(...(member ? [member, ...others] : field.members).map((each) => each.value));
}

/** The members whose type the object can have, by its `__typename` or its keys. */
function possibleMembers(field: PricedField, variables: Variables, object: ResponseObject): PricedBlock[] {
  const keys = Object.keys(object).length;
  return field.members.filter(({ plan }) => {
    const typename = plan.typenameKey === undefined ? undefined : object[plan.typenameKey];
    if (typename !== undefined) return typename === plan.type.name;
    const selected = plan.fields.filter(({ conditions }) => anyHolds(conditions, variables));
    return selected.length === keys && selected.every(({ key }) => object[key] !== undefined);
  });
}

function isObject(value: unknown): value is ResponseObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
