import type { GraphQLInputType } from 'graphql';
import type { InputValue } from './input-value.ts';
import type { Measure, Weights } from './weights.ts';

/** The cost of an argument or an input field. */
export interface InputCost {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly weights: Weights;
  /** The fields of its input object type; empty for scalars and enums. */
  readonly fields: readonly InputCost[];
  /** The schema's default value. */
  readonly fallback: InputValue;
}

/**
 * What the value adds to a measure: the weight of the input, and of each input field used inside it, once
 * per list element (section 5.3.2.2). It may be negative, but not for null.
 */
export function inputCharge(input: InputCost, value: unknown, measure: Measure): number {
  if (value === undefined) return 0;
  if (value === null) return Math.max(0, input.weights[measure]);
  return input.weights[measure] + (input.fields.length > 0 ? insideCharge(input.fields, value, measure) : 0);
}

function insideCharge(fields: readonly InputCost[], value: unknown, measure: Measure): number {
  if (typeof value !== 'object' || value === null) return 0;
  let charge = 0;
  if (Array.isArray(value)) {
    for (const element of value) charge += insideCharge(fields, element, measure);
  } else {
    // Input coercion makes plain records.
    const record = value as Record<string, unknown>;
    for (const field of fields) charge += inputCharge(field, record[field.name], measure);
  }
  return charge;
}

/** Whether any value of this input can change the measure. */
export function isCharged(input: InputCost, measure: Measure, known?: Set<InputCost>): boolean {
  if (input.weights[measure] !== 0) return true;
  if (input.fields.length === 0) return false;
  const seen = known ?? new Set();
  if (seen.has(input)) return false;
  seen.add(input);
  return input.fields.some((field) => isCharged(field, measure, seen));
}
