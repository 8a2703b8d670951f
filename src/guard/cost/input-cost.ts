import type { GraphQLInputType } from 'graphql';
import type { InputValue } from './input-value.ts';

/** The cost of an argument or an input field. */
export interface InputCost {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly weight: number;
  /** The fields of its input object type; empty for scalars and enums. */
  readonly fields: readonly InputCost[];
  /** The schema's default value. */
  readonly fallback: InputValue;
}

/**
 * What the value adds to the price: the weight of the input, and of each input field used inside it, once
 * per list element (section 5.3.2.2). It may be negative, but not for null.
 */
export function inputCharge(input: InputCost, value: unknown): number {
  if (value === undefined) return 0;
  if (value === null) return Math.max(0, input.weight);
  return input.weight + (input.fields.length > 0 ? insideCharge(input.fields, value) : 0);
}

function insideCharge(fields: readonly InputCost[], value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let charge = 0;
  if (Array.isArray(value)) {
    for (const element of value) charge += insideCharge(fields, element);
  } else {
    // Input coercion makes plain records.
    const record = value as Record<string, unknown>;
    for (const field of fields) charge += inputCharge(field, record[field.name]);
  }
  return charge;
}

/** Whether any value of this input can change the price. */
export function isCharged(input: InputCost, known?: Set<InputCost>): boolean {
  if (input.weight !== 0) return true;
  if (input.fields.length === 0) return false;
  const seen = known ?? new Set();
  if (seen.has(input)) return false;
  seen.add(input);
  return input.fields.some((field) => isCharged(field, seen));
}
