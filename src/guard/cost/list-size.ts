import type { ValueNode } from 'graphql';
import type { Amount, Variables } from './amount.ts';
import { clamp } from './amount.ts';
import type { ListSize } from './directives.ts';
import type { InputCost } from './input-cost.ts';
import { valueOrDefault } from './input-literal.ts';
import type { InputValue } from './input-value.ts';

/** The arguments of one field in a document, by name. */
export type GivenArguments = ReadonlyMap<string, ValueNode>;

interface Slice {
  readonly input: InputCost;
  readonly path: readonly string[];
}

/**
 * The maximum number of list entries (sections 8.1 and 8.2): the largest slicing argument, including schema
 * defaults; without one, the assumed size; without that, `unbounded`.
 */
export function listBound(
  rule: ListSize,
  inputs: readonly InputCost[],
  given: GivenArguments,
  unbounded: number,
): Amount {
  const fallback = clamp(rule.assumedSize ?? unbounded);
  const slices = slicesOf(rule, inputs).map(({ input, path }) => ({
    path,
    value: valueOrDefault(input, given.get(input.name)),
  }));
  const bound = (variables: Variables) => {
    let largest = -1;
    for (const { path, value } of slices)
      largest = Math.max(largest, entries(inside(value, path, variables)));
    return largest < 0 ? fallback : clamp(largest);
  };
  return slices.every(({ value }) => value.isFixed) ? bound({}) : bound;
}

function slicesOf(rule: ListSize, inputs: readonly InputCost[]): Slice[] {
  return rule.slicingArguments.flatMap(([name, ...path]) => {
    const input = inputs.find((candidate) => candidate.name === name);
    return input ? [{ input, path }] : [];
  });
}

function inside(value: InputValue, path: readonly string[], variables: Variables): unknown {
  let at = value.read(variables);
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    // Input coercion makes plain records.
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

// A negative number is not a bound (SQLite's LIMIT reads it as "no limit"), and neither is null.
function entries(value: unknown): number {
  if (typeof value === 'number' && value >= 0) return value;
  return Array.isArray(value) ? value.length : -1;
}
